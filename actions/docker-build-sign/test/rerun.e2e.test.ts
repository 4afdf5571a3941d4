import { describe, expect, it } from 'vitest';
import {
  errorOf,
  type ImageWorld,
  imageName,
  imagePackage,
  openImageWorld,
  type Run,
  succeed,
} from './support/image-world.ts';
import { built } from './support/releases.ts';
import { digestsOf, judge, listReleaseTags, platformsOf, readManifest } from './support/stored-image.ts';

const version = '1.2.0';
const two = 'linux/amd64,linux/arm64';
const tagger = { jobId: 'promote-docker-image', permissions: { packages: 'write' } } as const;
const builder = { jobId: 'build-platform-images', permissions: { packages: 'write' } } as const;

/** The jobs of the reference workflow; labels make a build that differs from the one before. */
const jobs = (of: ImageWorld) => ({
  stage: (platforms: string, labels = ''): Promise<Run> =>
    of.run({ inputs: { version, platforms, labels, mode: 'stage', sign: 'false' }, identity: builder }),
  merge: (staged: readonly Run[], variables = {}): Promise<Run> =>
    of.run({
      inputs: {
        ...{ version, platforms: two, mode: 'merge' },
        digests: staged.map(({ outputs }) => outputs['digest']).join('\n'),
      },
      variables,
    }),
  promote: ({ outputs }: Run): Promise<Run> =>
    of.run({ inputs: { version, mode: 'promote', digests: outputs['digest'] ?? '' }, identity: tagger }),
  /** Promotes, and kills the job when the registry has taken the first tag: the version's. */
  async kill({ outputs }: Run): Promise<void> {
    const { faults } = of.world.gateway;
    const strikes = faults.strikes;
    const on = { host: 'ghcr.io', method: 'PUT', path: /\/manifests\/1\.2\.0$/ };
    faults.add({ on, effect: { kind: 'reset-after-commit' } });
    const killed = await of.run({
      inputs: { version, mode: 'promote', digests: outputs['digest'] ?? '' },
      identity: tagger,
      killWhen: () => faults.strikes > strikes,
    });
    faults.lift();
    expect(killed.exitCode).toBeNull();
  },
});

async function releaseOnce(of: ImageWorld) {
  const { stage, merge, promote } = jobs(of);
  const staged = await Promise.all(two.split(',').map((platform) => stage(platform)));
  const merged = await merge(staged);
  expect(errorOf(merged), merged.output).toBe('');
  const promoted = await promote(merged);
  expect(errorOf(promoted), promoted.output).toBe('');
  return { staged, merged, digest: merged.outputs['digest'] ?? '' };
}

describe('re-run of the release jobs', () => {
  it('a full re-run recognizes the signed image and changes nothing', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const { digest } = await releaseOnce(of);
    const [tags, entries] = [listReleaseTags(of), await of.sigstore.entryCount()];
    const before = of.world.journal.entries.length;
    const again = await releaseOnce(of);
    expect(again.digest).toBe(digest);
    expect(again.staged.map(built)).toEqual([false, false]);
    expect(again.staged.map(({ outputs }) => outputs['digest'])).toEqual([digest, digest]);
    expect(of.writes(before)).toEqual([]);
    expect(listReleaseTags(of)).toEqual(tags);
    expect(await of.sigstore.entryCount()).toBe(entries);
  });

  it('a full re-run completes a release killed between its tags although each build differs', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { stage, merge, promote, kill } = jobs(of);
    const first = await Promise.all(two.split(',').map((platform) => stage(platform, 'random=1')));
    const merged = await merge(first);
    const digest = merged.outputs['digest'] ?? '';
    await kill(merged);
    expect(listReleaseTags(of)).toEqual({ [version]: digest });
    const before = of.world.journal.entries.length;
    const second = await Promise.all(two.split(',').map((platform) => stage(platform, 'random=2')));
    expect(second.map(errorOf)).toEqual(['', '']);
    expect(second.map(built)).toEqual([false, false]);
    const again = await merge(second);
    expect(errorOf(again), again.output).toBe('');
    expect(again.outputs['digest']).toBe(digest);
    expect(of.writes(before)).toEqual([]);
    const promoted = await promote(again);
    expect(errorOf(promoted), promoted.output).toBe('');
    expect(listReleaseTags(of)).toEqual({ [version]: digest, '1.2': digest, '1': digest, latest: digest });
    for (const each of digestsOf(of, digest)) expect((await judge(of, each)).cosign3).toBeUndefined();
  });

  it('single re-run jobs use the images of the first attempt', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const { staged, merged, digest } = await releaseOnce(of);
    const { merge, promote } = jobs(of);
    const before = of.world.journal.entries.length;
    const [joined, tagged] = await Promise.all([merge(staged), promote(merged)]);
    expect([errorOf(joined), errorOf(tagged)]).toEqual(['', '']);
    expect(joined.outputs['digest']).toBe(digest);
    expect(of.writes(before)).toEqual([]);
  });

  it('a merge accepts a recognized index together with a platform image that was pushed again', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { staged, digest } = await releaseOnce(of);
    const { stage, merge } = jobs(of);
    const before = of.world.journal.entries.length;
    const [whole] = [await stage('linux/amd64'), staged[1]];
    const joined = await merge([whole, ...(staged[1] === undefined ? [] : [staged[1]])]);
    expect(errorOf(joined), joined.output).toBe('');
    expect(joined.outputs['digest']).toBe(digest);
    expect(of.writes(before)).toEqual([]);
  });

  it('a re-run fails in the build job when the tagged image is from a different commit', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { digest } = await releaseOnce(of);
    const before = of.world.journal.entries.length;
    const inputs = { version, platforms: 'linux/amd64', labels: 'random=1', mode: 'stage', sign: 'false' };
    const moved = await of.run({ inputs, identity: { ...builder, sha: 'b'.repeat(40) } });
    const taken = `E_DOCKER_TAG_TAKEN ${imageName}:${version} already points to ${digest}`;
    expect(errorOf(moved)).toContain(taken);
    expect(errorOf(moved)).toMatch(/has no signature by \S+ at commit b{40} \(.*its commit is 9f1c/);
    expect(of.writes(before)).toEqual([]);
  });

  it('a re-run with different bytes succeeds as long as the version has no tag', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { stage, merge, promote } = jobs(of);
    const first = await Promise.all(two.split(',').map((platform) => stage(platform, 'random=1')));
    const before = await merge(first);
    const second = await Promise.all(two.split(',').map((platform) => stage(platform, 'random=2')));
    const after = await merge(second);
    expect(after.outputs['digest']).not.toBe(before.outputs['digest']);
    expect(errorOf(await promote(after))).toBe('');
    expect(listReleaseTags(of)).toMatchObject({ [version]: after.outputs['digest'] });
  });

  it('a repeated merge reuses the existing index although the repository description changed', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { staged, digest } = await releaseOnce(of);
    const { merge } = jobs(of);
    const before = of.world.journal.entries.length;
    // The time of the commit could not be read this time.
    const again = await merge(staged, { SOURCE_DATE_EPOCH: '1767225601' });
    expect(errorOf(again), again.output).toBe('');
    expect(again.outputs['digest']).toBe(digest);
    expect(again.output).toContain('which joins the same images');
    expect(of.writes(before)).toEqual([]);
  });

  it('an image that differs in each build is recognized by its signature', async ({ onTestFinished }) => {
    const of = await openImageWorld({ onTestFinished });
    const first = await succeed(of, { inputs: { version, labels: 'random=1' } });
    const before = of.world.journal.entries.length;
    const again = await succeed(of, { inputs: { version, labels: 'random=2' } });
    expect(built(again)).toBe(false);
    expect(again.outputs['digest']).toBe(first.outputs['digest']);
    expect(of.writes(before)).toEqual([]);
  });
});

describe('image with lost parts', () => {
  const losses: readonly (readonly [
    what: string,
    lose: (of: ImageWorld, digest: string) => Promise<string>,
  ])[] = [
    [
      'a manifest of a platform',
      async (of, digest) => {
        const child = readManifest(of, digest).manifests?.[1]?.digest ?? '';
        of.registry.deleteVersion(imagePackage, child);
        return child;
      },
    ],
    [
      'a layer',
      async (of, digest) => {
        const child = readManifest(of, digest).manifests?.[0]?.digest ?? '';
        const layer = readManifest(of, child).layers?.[0]?.digest ?? '';
        await of.registry.damage.loseBlob(layer);
        return layer;
      },
    ],
    [
      'the bytes of a manifest',
      async (of, digest) => {
        const child = readManifest(of, digest).manifests?.[0]?.digest ?? '';
        const { bytes = new Uint8Array() } = of.registry.readManifest(imagePackage, child) ?? {};
        of.registry.damage.replaceManifest(imagePackage, child, bytes.subarray(0, -1));
        return child;
      },
    ],
    [
      'a config',
      async (of, digest) => {
        const child = readManifest(of, digest).manifests?.[1]?.digest ?? '';
        const config = readManifest(of, child).config?.digest ?? '';
        await of.registry.damage.loseBlob(config);
        return config;
      },
    ],
  ];

  it.for(losses)(
    'an image with lost parts is rebuilt and repaired: %s',
    async ([_what, lose], { onTestFinished }) => {
      const of = await openImageWorld({ onTestFinished });
      const inputs = { version, platforms: two };
      const first = await succeed(of, { inputs });
      const digest = first.outputs['digest'] ?? '';
      const lost = await lose(of, digest);
      const tags = listReleaseTags(of);
      const healed = await succeed(of, { inputs });
      expect(healed.output).toMatch(/^::warning::.*the registry lost 1 of its parts/m);
      expect(healed.output).toContain(lost);
      expect(built(healed)).toBe(true);
      expect(healed.outputs['digest']).toBe(digest);
      expect(listReleaseTags(of)).toEqual(tags);
      const [before, entries] = [of.world.journal.entries.length, await of.sigstore.entryCount()];
      const again = await succeed(of, { inputs });
      expect(built(again)).toBe(false);
      expect(of.writes(before)).toEqual([]);
      expect(await of.sigstore.entryCount()).toBe(entries);
      for (const each of digestsOf(of, digest)) {
        const { config, layers = [] } = readManifest(of, each);
        for (const blob of [...(config === undefined ? [] : [config]), ...layers])
          expect(await of.registry.readBlob(imagePackage, blob.digest)).toBeDefined();
        expect((await judge(of, each)).cosign3).toBeUndefined();
      }
    },
  );

  it('an image with lost parts is unchanged and reported when the rebuild has different bytes', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const first = await succeed(of, { inputs: { version, platforms: two, labels: 'random=1' } });
    const child = platformsOf(first.outputs)[1]?.digest ?? '';
    of.registry.deleteVersion(imagePackage, child);
    const before = of.world.journal.entries.length;
    const run = await of.run({ inputs: { version, platforms: two, labels: 'random=2' } });
    expect(errorOf(run)).toMatch(/^E_DOCKER_TAG_TAKEN .*This workflow signed it, but the registry lost 1/);
    expect(errorOf(run)).toContain(child);
    expect(of.writes(before)).toEqual([]);
  });

  it('an image with lost platforms is repaired by the jobs of the reference workflow', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const { digest, merged } = await releaseOnce(of);
    for (const { digest: child } of platformsOf(merged.outputs))
      of.registry.deleteVersion(imagePackage, child);
    expect((await releaseOnce(of)).digest).toBe(digest);
    for (const each of digestsOf(of, digest)) expect((await judge(of, each)).cosign3).toBeUndefined();
  });
});
