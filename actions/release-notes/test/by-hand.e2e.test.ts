import type { Release } from '@slipway/emulated-github/model';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import { describeReleases, openReleaseWorld, type ReleaseWorld, sha256, wheelName } from './release-world.ts';

const isWrite = (request: string): boolean => !/^(?:GET |POST \/graphql)/.test(request);

/** A release that a person made in the browser and published. */
function publishByHand({ repository }: ReleaseWorld, changes: Partial<Release> = {}): Release {
  const release: Release = {
    ...{
      id: 5,
      tagName: 'v1.2.0',
      targetCommitish: 'main',
      name: 'Winter',
      body: 'By hand',
      untaggedName: 'x',
    },
    ...{ draft: false, prerelease: false, immutable: false, author: 'mona', publishedAtMs: 0, assets: [] },
    ...{ discussionCategory: null, createdAtMs: 0, updatedAtMs: 0, ...changes },
  };
  repository.releases.push(release);
  return release;
}

const job = { eventName: 'release' };
const evidence = JSON.stringify({
  pypi: {
    publication: JSON.stringify({
      ...{ version: 1, repository: 'PyPI', kind: 'pypi', verified: true },
      files: [{ name: wheelName, sha256: sha256('wheel'), project: 'demo', version: '1.2.0' }],
    }),
  },
});

describe('a release that a person made by hand', () => {
  it('its files are attached, and its text stays as it is', async () => {
    const world = await openReleaseWorld();
    publishByHand(world);
    const draft = await world.run({ phase: 'draft' }, { job });
    expect(errorOf(draft), draft.output).toBe('');
    expect(draft.outputs).toMatchObject({ draft: 'false', prerelease: 'false' });
    const run = await world.run({ phase: 'publish', assets: '', evidence }, { job });
    expect(errorOf(run), run.output).toBe('');
    expect(describeReleases(world)).toMatchObject([
      { name: 'Winter', body: 'By hand', assets: { length: 3 } },
    ]);
    expect(JSON.parse(run.outputs['assets'] ?? '')).toHaveLength(3);
    // The run that the new tag started finds everything.
    world.requests.length = 0;
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    expect((await world.run({ phase: 'publish', assets: '', evidence })).exitCode).toBe(0);
    expect(world.requests.filter(isWrite)).toEqual([]);
  });

  it('an immutable one gets no assets, which is said, and the other channels go on', async () => {
    const world = await openReleaseWorld();
    publishByHand(world, { immutable: true });
    const draft = await world.run({ phase: 'draft' }, { job });
    expect(errorOf(draft), draft.output).toBe('');
    expect(draft.output).toContain(
      'v1.2.0 was published by hand and is immutable, so GitHub accepts no assets for it',
    );
    expect(draft.outputs).toMatchObject({ draft: 'false', assets: '' });
    const run = await world.run({ phase: 'publish', assets: '', evidence }, { job });
    expect(errorOf(run), run.output).toBe('');
    expect(world.requests.filter(isWrite)).toEqual([]);
    expect(describeReleases(world)).toMatchObject([{ body: 'By hand', assets: [] }]);
  });

  it('an asset of its own is not released with ours, and nothing is attached', async () => {
    const world = await openReleaseWorld();
    const release = publishByHand(world);
    release.assets.push({
      ...{
        id: 9,
        name: 'manual.pdf',
        label: null,
        state: 'uploaded',
        file: 'x',
        size: 1,
        sha256: 'a'.repeat(64),
      },
      ...{ contentType: 'x', uploader: 'mona', downloads: 0, createdAtMs: 0, updatedAtMs: 0 },
    });
    const run = await world.run({ phase: 'draft' }, { job });
    expect(errorOf(run)).toMatch(
      /^E_RELEASE_PUBLISHED v1\.2\.0 was published by hand, with assets that are not of this release: manual\.pdf/,
    );
    expect(world.requests.filter(isWrite)).toEqual([]);
  });

  it('whether it is a pre-release is decided by the person', async () => {
    const world = await openReleaseWorld();
    publishByHand(world, { prerelease: true });
    const draft = await world.run({ phase: 'draft' }, { job });
    expect(draft.outputs, draft.output).toMatchObject({ prerelease: 'true' });
    expect((await world.run({ phase: 'publish', assets: '' }, { job })).exitCode).toBe(0);
    expect(describeReleases(world)).toMatchObject([{ prerelease: true }]);
  });
});

describe('a draft that a person publishes', () => {
  it('a draft that stays one is said to, and no phase publishes it', async () => {
    const world = await openReleaseWorld();
    const run = await world.run({ phase: 'draft', draft: 'true', index: 'testpypi' });
    expect(run.outputs, run.output).toMatchObject({ draft: 'true', prerelease: 'false' });
    expect((await world.run({ phase: 'publish', assets: '', draft: 'true' })).exitCode).toBe(0);
    expect(describeReleases(world)).toMatchObject([
      { draft: true, body: expect.stringContaining(' index=testpypi ') },
    ]);
  });

  it('its notes name the channels that came after, and its title stays', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft', draft: 'true' })).exitCode).toBe(0);
    const [release] = world.repository.releases;
    if (release === undefined) throw new Error('there is no draft');
    Object.assign(release, { draft: false, name: 'Winter', body: `Hello.\n\n${release.body ?? ''}` });
    const draft = await world.run({ phase: 'draft', draft: 'true' }, { job });
    expect(draft.outputs, draft.output).toMatchObject({ draft: 'false' });
    const run = await world.run({ phase: 'publish', assets: '', evidence }, { job: { ...job, runId: 42 } });
    expect(errorOf(run), run.output).toBe('');
    expect(describeReleases(world)).toMatchObject([
      {
        name: 'Winter',
        draft: false,
        body: expect.stringMatching(
          /^Hello\.\n\n<!-- slipway: .* run=42 -->[\s\S]*pip install demo==1\.2\.0/,
        ),
      },
    ]);
    world.requests.length = 0;
    expect(
      (await world.run({ phase: 'publish', assets: '', evidence }, { job: { ...job, runId: 42 } })).exitCode,
    ).toBe(0);
    expect(world.requests.filter(isWrite)).toEqual([]);
  });

  it('a release that a run publishes itself says which run that was', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({}, { job: { runId: 43 } })).exitCode).toBe(0);
    expect(describeReleases(world)).toMatchObject([
      { draft: false, body: expect.stringContaining(' run=43 ') },
    ]);
  });
});
