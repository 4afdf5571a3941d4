import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AssetFile, uploadAssets } from '../src/releases/release-assets.ts';
import { ensureDraft, findReleases, publishRelease, updateReleaseNotes } from '../src/releases.ts';
import type { Repository } from '../src/repository.ts';
import { Killed, killAt, openWorld, repositoryName, type TestWorld } from './world.ts';

const marker = '<!-- slipway -->';
const text = { name: 'demo 1', body: `notes\n${marker}` };
const plan = { tagName: 'v1', compose: () => text, prerelease: false, marker };

function fileOf(name: string, text: string): AssetFile {
  const bytes = Buffer.from(text);
  return {
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
    contentType: 'application/octet-stream',
    async *open() {
      yield bytes;
    },
  };
}

const files = [fileOf('demo-1.tar.gz', 'sdist'), fileOf('demo-1-py3-none-any.whl', 'wheel')];

async function openTagged(options: Parameters<typeof openWorld>[0] = {}): Promise<TestWorld> {
  const world = await openWorld(options);
  await world.git('tag', 'v1', 'main');
  return world;
}

async function release(repository: Repository): Promise<void> {
  const draft = await ensureDraft(repository, plan);
  await uploadAssets(repository, draft.id, files);
  await publishRelease(repository, draft.id, { prerelease: false, makeLatest: true });
}

describe('GitHub release', () => {
  it('a release killed at any request ends in the same state when it is run again', async () => {
    for (const moment of ['before', 'after'] as const) {
      let killed = true;
      for (let nth = 1; killed; nth += 1) {
        const world = await openTagged({ immutableReleases: true });
        killed = await release(world.open(undefined, killAt(world.http, nth, moment))).then(
          () => false,
          (error: unknown) => {
            if (error instanceof Killed) return true;
            throw error;
          },
        );
        await release(world.open());
        expect(world.repository.releases).toMatchObject([
          {
            tagName: 'v1',
            draft: false,
            immutable: true,
            assets: files.map(({ name, sha256 }) => ({ name, sha256, state: 'uploaded' })),
          },
        ]);
        await world.world.close();
      }
    }
  }, 120_000);

  it.each([
    ['the draft', { host: 'api.github.com', method: 'POST', path: /\/releases$/ }],
    ['an asset', { host: 'uploads.github.com', method: 'POST' }],
    ['the publication', { host: 'api.github.com', method: 'PATCH' }],
  ])('a lost response to %s does not create a duplicate', async (_, on) => {
    const world = await openTagged();
    world.world.gateway.faults.add({ on, effect: { kind: 'reset-after-commit' } });
    await release(world.open());
    expect(world.world.gateway.faults.strikes).toBe(1);
    expect(world.repository.releases).toMatchObject([{ draft: false, assets: [{}, {}] }]);
  });

  it('a broken asset upload is removed and uploaded again', async () => {
    const world = await openTagged();
    world.github.breakNextUpload(repositoryName, 'demo-1.tar.gz');
    await release(world.open());
    expect(world.repository.releases[0]?.assets).toMatchObject([
      { name: 'demo-1.tar.gz', state: 'uploaded' },
      { name: 'demo-1-py3-none-any.whl', state: 'uploaded' },
    ]);
  });

  it('different asset bytes are replaced on a draft and rejected once it is published', async () => {
    const world = await openTagged();
    const repository = world.open();
    const draft = await ensureDraft(repository, plan);
    await uploadAssets(repository, draft.id, [fileOf('demo-1.tar.gz', 'old')]);
    await release(repository);
    await expect(uploadAssets(repository, draft.id, [fileOf('demo-1.tar.gz', 'new')])).rejects.toMatchObject({
      code: 'E_GITHUB_ASSET_DIFFERS',
    });
    expect(world.repository.releases[0]?.assets).toHaveLength(2);
    await expect(uploadAssets(repository, draft.id, [fileOf('a b.txt', 'x')])).rejects.toMatchObject({
      code: 'E_GITHUB_ASSET_NAME',
    });
  });

  it('an immutable release accepts only new notes', async () => {
    const world = await openTagged({ immutableReleases: true });
    const repository = world.open();
    await release(repository);
    const { published } = await findReleases(repository, 'v1');
    if (published === undefined) throw new Error('not published');
    await expect(uploadAssets(repository, published.id, [fileOf('more.txt', 'more')])).rejects.toMatchObject({
      code: 'E_GITHUB_RELEASE_CLOSED',
    });
    const changed = await updateReleaseNotes(repository, published, {
      name: 'demo 1',
      body: 'b',
    });
    expect(changed.body).toBe('b');
  });

  it('one of several drafts is kept, other drafts of Slipway are removed and manual drafts remain', async () => {
    const world = await openTagged();
    const repository = world.open();
    for (const body of ['by hand', marker, `second ${marker}`]) {
      await repository.rest.repos.createRelease({ ...repository.at, tag_name: 'v1', draft: true, body });
    }
    const draft = await ensureDraft(repository, plan);
    expect(draft.body).toBe(text.body);
    expect(world.repository.releases.map((entry) => entry.body).sort()).toEqual(
      [text.body, 'by hand'].sort(),
    );
    expect(world.log.lines.join('\n')).toContain('another draft for v1');
  });

  it('a release becomes the latest only on request, and never as a pre-release', async () => {
    const world = await openTagged();
    await world.git('tag', 'v2rc1', 'main');
    await world.git('tag', 'v0.9.1', 'main');
    const repository = world.open();
    await release(repository);
    const backport = await ensureDraft(repository, { ...plan, tagName: 'v0.9.1' });
    await publishRelease(repository, backport.id, { prerelease: false, makeLatest: false });
    const draft = await ensureDraft(repository, { ...plan, tagName: 'v2rc1', prerelease: true });
    await publishRelease(repository, draft.id, { prerelease: true, makeLatest: true });
    const latest = await repository.rest.repos.getLatestRelease(repository.at);
    expect(latest.data.tag_name).toBe('v1');
  });
});
