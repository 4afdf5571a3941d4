import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataResidency, enterpriseServer } from '@slipway/emulated-github/other-server';
import { errorOf } from '@slipway/testkit/run-bundle';
import { describe, expect, it } from 'vitest';
import {
  describeReleases,
  openReleaseWorld,
  type ReleaseWorld,
  sdistName,
  sha256,
  wheelName,
} from './release-world.ts';

const isWrite = (request: string): boolean => !/^(?:GET |POST \/graphql)/.test(request);

/** Puts another sdist into the workspace, as a second build of the same commit gives it. @returns the digests of the build */
async function buildAgain({ workspace }: ReleaseWorld): Promise<string> {
  await writeFile(join(workspace, 'dist', sdistName), 'sdist again');
  const lines = [`${sha256('wheel')}  ${wheelName}`, `${sha256('sdist again')}  ${sdistName}`];
  await writeFile(join(workspace, 'dist/SHA256SUMS'), `${lines.join('\n')}\n`);
  return JSON.stringify([
    { name: wheelName, sha256: sha256('wheel'), size: 5, kind: 'wheel' },
    { name: sdistName, sha256: sha256('sdist again'), size: 11, kind: 'sdist' },
  ]);
}

describe('a release that was published as a pre-release', () => {
  it.each([false, true])(
    'a published pre-release becomes final with its notes and its place (immutable: %s)',
    async (immutableReleases) => {
      const world = await openReleaseWorld({ immutableReleases });
      expect((await world.run({ prerelease: 'true' })).exitCode).toBe(0);
      expect(describeReleases(world)).toMatchObject([{ prerelease: true, isLatest: false, draft: false }]);
      const digest = `sha256:${'a'.repeat(64)}`;
      const evidence = JSON.stringify({
        image: { digest, references: `ghcr.io/octo/demo@${digest}`, visibility: 'public' },
      });
      world.requests.length = 0;
      const draft = await world.run({ phase: 'draft' });
      expect(errorOf(draft), draft.output).toBe('');
      expect(world.requests.filter(isWrite)).toEqual([]);
      const run = await world.run({ phase: 'publish', evidence });
      expect(errorOf(run), run.output).toBe('');
      expect(describeReleases(world)).toMatchObject([
        {
          prerelease: false,
          isLatest: true,
          body: expect.stringContaining(`docker pull ghcr.io/octo/demo@${digest}`),
        },
      ]);
      expect(run.summary).toContain('latest release');
      world.requests.length = 0;
      expect((await world.run({ phase: 'publish', evidence })).exitCode).toBe(0);
      expect(world.requests.filter(isWrite)).toEqual([]);
    },
  );

  it('a published pre-release stays one, with the same inputs', async () => {
    const world = await openReleaseWorld();
    await world.run({ prerelease: 'true' });
    const before = describeReleases(world);
    expect((await world.run({ prerelease: 'true' })).exitCode).toBe(0);
    expect(describeReleases(world)).toEqual(before);
  });
});

describe('a release that was published as final', () => {
  it('a published final release keeps naming the image of its notes when a later attempt built a different image', async () => {
    const world = await openReleaseWorld();
    const evidenceOf = (digit: string) => {
      const digest = `sha256:${digit.repeat(64)}`;
      return JSON.stringify({
        image: { digest, references: `ghcr.io/octo/demo@${digest}`, visibility: 'public' },
      });
    };
    const first = await world.run({ evidence: evidenceOf('a') });
    expect(first.outputs['image-digest']).toBe(`sha256:${'a'.repeat(64)}`);
    world.requests.length = 0;
    const second = await world.run({ phase: 'publish', evidence: evidenceOf('b') });
    expect(errorOf(second), second.output).toBe('');
    expect(second.outputs['image-digest']).toBe(`sha256:${'a'.repeat(64)}`);
    expect(second.output).toContain(`this run built sha256:${'b'.repeat(64)}. The released image is kept`);
    expect(world.requests.filter(isWrite)).toEqual([]);
  });

  it('a published final release has an empty image digest when its notes name no image', async () => {
    const world = await openReleaseWorld();
    expect((await world.run()).outputs['image-digest']).toBe('');
  });

  it.each(['draft', 'all', 'publish'])(
    'a published final release is refused to become a pre-release before anything moves (%s)',
    async (phase) => {
      const world = await openReleaseWorld();
      await world.run();
      const before = describeReleases(world);
      world.requests.length = 0;
      const run = await world.run({ prerelease: 'true', phase });
      expect(run.exitCode).toBe(1);
      expect(errorOf(run)).toMatch(/^E_RELEASE_PUBLISHED v1\.2\.0 is published as a final release/);
      expect(describeReleases(world)).toEqual(before);
      expect(world.requests.filter(isWrite)).toEqual([]);
    },
  );
});

describe('a draft that an earlier attempt made', () => {
  it('a draft of an earlier attempt is not overwritten with other bytes of the same commit', async () => {
    const world = await openReleaseWorld();
    expect((await world.run({ phase: 'draft' })).exitCode).toBe(0);
    const before = describeReleases(world);
    const digests = await buildAgain(world);
    world.requests.length = 0;
    const run = await world.run({ phase: 'draft', digests });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^E_RELEASE_ASSETS /);
    expect(errorOf(run)).toContain(`${sdistName} (there ${sha256('sdist')}, here ${sha256('sdist again')})`);
    expect(run.output).toContain('"Re-run failed jobs"');
    expect(describeReleases(world)).toEqual(before);
    expect(world.requests.filter(isWrite)).toEqual([]);
    // The way out that the hint names.
    world.repository.releases.length = 0;
    expect(errorOf(await world.run({ phase: 'draft', digests }))).toBe('');
    expect(describeReleases(world)).toMatchObject([
      { draft: true, assets: expect.arrayContaining([`${sdistName} uploaded ${sha256('sdist again')}`]) },
    ]);
  });

  it('a draft of an earlier attempt is brought up to date after the tag was moved to another commit', async () => {
    const world = await openReleaseWorld();
    await world.run({ phase: 'draft' });
    await world.git('update-ref', 'refs/tags/v1.2.0', await world.git('rev-parse', 'main^{commit}'));
    const run = await world.run({ phase: 'draft', digests: await buildAgain(world) });
    expect(errorOf(run), run.output).toBe('');
    expect(describeReleases(world)).toMatchObject([
      { assets: expect.arrayContaining([`${sdistName} uploaded ${sha256('sdist again')}`]) },
    ]);
  });
});

describe('a server that tells no digests of assets', () => {
  it.each([
    ['a GitHub Enterprise Server', enterpriseServer('ghes.example.com')],
    ['a subdomain of ghe.com', dataResidency('acme')],
  ])(
    'a server without digests of assets is asked for the bytes, and the release is published (%s)',
    async (_what, addresses) => {
      const world = await openReleaseWorld({ server: { addresses, hasAssetDigests: false } });
      const run = await world.run();
      expect(errorOf(run), run.output).toBe('');
      expect(describeReleases(world)).toMatchObject([{ draft: false, isLatest: true }]);
      const assets = JSON.parse(run.outputs['assets'] ?? '') as { name: string; sha256: string }[];
      expect(assets.map((asset) => asset.sha256)).toContain(sha256('wheel'));
      expect(run.output).not.toContain('not told');
      // Each asset once: its bytes never change.
      expect(
        world.requests.filter((each) => each.startsWith('GET /github-production-release-asset/')),
      ).toHaveLength(3);
      const own = new URL(addresses.serverUrl).hostname;
      expect(
        world.world.journal.entries.map(({ host }) => host).filter((host) => !host.endsWith(own)),
      ).toEqual([]);
      // And the same again.
      const again = await world.run();
      expect(errorOf(again), again.output).toBe('');
    },
  );

  it('a server without digests of assets has other bytes refused all the same', async () => {
    const world = await openReleaseWorld({
      server: { addresses: enterpriseServer('ghes.example.com'), hasAssetDigests: false },
    });
    await world.run();
    const run = await world.run({ digests: await buildAgain(world) });
    expect(errorOf(run)).toMatch(/^E_RELEASE_PUBLISHED /);
    expect(errorOf(run)).toContain(`(here ${sha256('sdist again')}, there ${sha256('sdist')})`);
  });
});

describe('the tag of a release', () => {
  /** Tags a commit that no branch has. */
  async function tagStray({ git }: ReleaseWorld): Promise<void> {
    const stray = await git('commit-tree', 'v1.2.0^{tree}', '-p', 'v1.2.0^{commit}', '-m', 'never reviewed');
    await git('update-ref', 'refs/tags/v1.2.0', stray);
  }

  it('the tag of a release is refused on a commit that no release branch has, before there is a draft', async () => {
    const world = await openReleaseWorld();
    await tagStray(world);
    const run = await world.run({ phase: 'draft' });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(
      /^E_RELEASE_TAG The tag v1\.2\.0 is at [0-9a-f]{12}, which is on no release branch/,
    );
    expect(errorOf(run)).toContain('(main, *.x, release/*, maint/*)');
    expect(describeReleases(world)).toEqual([]);
    expect(world.requests.filter(isWrite)).toEqual([]);
  });

  it.each([
    ['1.2.x', ''],
    ['release/1.2', ''],
    ['maint/1.2', ''],
    ['stable', 'stable'],
    ['lts/1/2', 'main\nlts/**'],
  ])(
    'the tag of a release is accepted on the branch %s (release-branches "%s")',
    async (branch, patterns) => {
      const world = await openReleaseWorld();
      await tagStray(world);
      await world.git('update-ref', `refs/heads/${branch}`, 'refs/tags/v1.2.0');
      const run = await world.run({ phase: 'draft', 'release-branches': patterns });
      expect(errorOf(run), run.output).toBe('');
    },
  );

  it.each([
    ['feature/x', ''],
    ['release/1/2', ''],
    ['1.2.x', 'main'],
    ['v1.2.0', ''],
  ])('the tag of a release is refused on the branch %s (release-branches "%s")', async (branch, patterns) => {
    const world = await openReleaseWorld();
    await tagStray(world);
    await world.git('update-ref', `refs/heads/${branch}`, 'refs/tags/v1.2.0');
    expect(errorOf(await world.run({ phase: 'draft', 'release-branches': patterns }))).toMatch(
      /^E_RELEASE_TAG /,
    );
  });

  it('the tag of a release stays published when its branch was deleted since', async () => {
    const world = await openReleaseWorld();
    await tagStray(world);
    await world.git('update-ref', 'refs/heads/1.2.x', 'refs/tags/v1.2.0');
    expect(errorOf(await world.run())).toBe('');
    const before = describeReleases(world);
    await world.git('update-ref', '-d', 'refs/heads/1.2.x');
    expect(errorOf(await world.run())).toBe('');
    expect(describeReleases(world)).toEqual(before);
  });

  it('the tag of a release is meant where a branch has its name', async () => {
    const world = await openReleaseWorld({ hasNewerTag: true });
    for (const name of ['v1.1.0', 'v1.2.0'])
      await world.git('update-ref', `refs/heads/${name}`, 'refs/tags/v2.0.0^{commit}');
    const run = await world.run({ source: 'commits' });
    expect(errorOf(run), run.output).toBe('');
    // The commits between the tags, and none of the branches.
    expect(world.repository.releases[0]?.body).toContain('try');
    expect(world.repository.releases[0]?.body).not.toMatch(/^- .*next/m);
  });
});
