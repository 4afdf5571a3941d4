import type { Descriptor } from '@slipway/oci/descriptor';
import { mediaTypes } from '@slipway/oci/media-types';
import { describe, expect, it } from 'vitest';
import {
  errorOf,
  type ImageWorld,
  imageName,
  imagePackage,
  openImageWorld,
  type Run,
  type RunOptions,
  succeed,
} from './support/image-world.ts';
import { labels, plants, workflow } from './support/plants.ts';
import { openStorage } from './support/store-signatures.ts';
import { listReleaseTags, platformsOf, readBundles, readLegacy } from './support/stored-image.ts';

const version = '1.2.0';
const two = 'linux/amd64,linux/arm64';
const tagger = { jobId: 'promote-docker-image', permissions: { packages: 'write' } } as const;
const absent = ['0', '1'].map((digit) => `sha256:${digit.repeat(64)}`);

/** What somebody who looks at the registry sees of an image: nothing of ours may come to it. */
async function describeSignatures(of: ImageWorld, { digest }: Descriptor, name: string) {
  const bundles = await readBundles(of, digest, name).catch(() => []);
  const legacy = await readLegacy(of, digest, name).catch(() => []);
  return { tags: listReleaseTags(of, name), bundles: bundles.length, legacy: legacy.length };
}

/** Runs the action on an image under whose tag somebody planted another, and shows that nothing of it changed. */
async function refuse(
  of: ImageWorld,
  { name, image }: { readonly name: string; readonly image: Descriptor },
  options: RunOptions,
): Promise<Run> {
  const before = await describeSignatures(of, image, name);
  const start = of.world.journal.entries.length;
  const inputs = { version, image: `ghcr.io/${name}`, ...options.inputs };
  const run = await of.run({ ...options, inputs });
  expect(run.exitCode, run.output).toBe(1);
  expect(run.outputs['tags']).toBeUndefined();
  expect(of.writes(start).filter((write) => write.includes(`/${name}/`))).toEqual([]);
  expect(await describeSignatures(of, image, name)).toEqual(before);
  return run;
}

describe('planted image under the version tag', () => {
  // In halves, so that each has the time that it needs on a slow machine.
  it.for([0, 1])(
    'a planted image is neither accepted as the release nor signed, whoever signed it (half %i)',
    async (half) => {
      const of = await openImageWorld();
      const some = plants.filter((_, index) => index % 2 === half);
      const queue = some.entries();
      const outcomes: unknown[] = [];
      const drain = async (): Promise<void> => {
        for (const [index, { what, place }] of queue) {
          const name = `octo/plant${index}`;
          const storage = openStorage(of, name);
          const image = await place(storage, of);
          await storage.tag(image, version);
          const run = await refuse(of, { name, image }, { inputs: { mode: 'stage' } });
          const taken = `E_DOCKER_TAG_TAKEN ghcr.io/${name}:${version} already points to ${image.digest}, but this run built sha256:`;
          outcomes.push([what, errorOf(run).startsWith(taken) ? 'refused' : errorOf(run)]);
          expect(run.outputs['digest']).toBeUndefined();
        }
      };
      await Promise.all([drain(), drain()]);
      expect(outcomes.sort()).toEqual(some.map(({ what }) => [what, 'refused']).sort());
    },
  );

  it.for([plants[0], plants.find(({ what }) => what.includes('on a branch'))])(
    'a planted image is rejected in every mode before any write: $what',
    async (plant) => {
      const of = await openImageWorld();
      const stage = (platforms: string): Promise<Run> =>
        succeed(of, { inputs: { version, platforms, mode: 'stage', sign: 'false' } });
      const staged = await Promise.all(two.split(',').map(stage));
      const digests = staged.map(({ outputs }) => outputs['digest']).join('\n');
      const merged = await succeed(of, { inputs: { version, mode: 'merge', digests } });
      const storage = openStorage(of);
      const image = await plant?.place(storage, of);
      if (image === undefined) throw new Error('nothing was planted');
      await storage.tag(image, version);
      const entries = await of.sigstore.entryCount();
      const run = async (inputs: Readonly<Record<string, string>>, identity = {}): Promise<string> =>
        errorOf(await refuse(of, { name: imagePackage, image }, { inputs, identity }));
      const taken = `E_DOCKER_TAG_TAKEN ${imageName}:${version} already points to ${image.digest}`;
      const [joined, absent0, absent1] = [merged.outputs['digest'] ?? '', ...absent];
      const errors = await Promise.all([
        run({}),
        run({ platforms: two }),
        run({ sign: 'false' }),
        run({ mode: 'stage', platforms: two }),
        run({ mode: 'stage', sign: 'false' }, tagger),
        run({ mode: 'merge', digests }),
        run({ mode: 'merge', digests, sign: 'false' }),
        run({ mode: 'promote', digests: joined }, tagger),
        run({ mode: 'promote', digests: joined, sign: 'false' }, tagger),
      ]);
      for (const error of errors) expect(error).toContain(taken);
      const [missing, given] = await Promise.all([
        run({ mode: 'merge', digests: absent.join('\n') }),
        run({ mode: 'promote', digests: image.digest }, tagger),
      ]);
      expect(missing).toContain(
        `E_OCI_NOT_FOUND ${imageName} has no image ${absent0}. ${imageName} has no image ${absent1}.`,
      );
      expect(given).toMatch(
        /^E_DOCKER_NOT_VERIFIED .* has no signature by Octo\/demo\/\.github\/workflows\/release\.yml@refs\/tags\/v1\.2\.0 at commit 9f1c/,
      );
      expect(await of.sigstore.entryCount()).toBe(entries);
    },
  );

  it('a planted index with one additional image is rejected', async () => {
    const of = await openImageWorld();
    const stage = (platforms: string): Promise<Run> =>
      succeed(of, { inputs: { version, platforms, mode: 'stage', sign: 'false' } });
    const staged = await Promise.all(two.split(',').map(stage));
    const digests = staged.map(({ outputs }) => outputs['digest']).join('\n');
    const storage = openStorage(of);
    const children = staged.flatMap(({ outputs }) => platformsOf(outputs));
    const list = children.map(({ platform, digest, size }) => {
      const [os, architecture] = platform.split('/');
      return { mediaType: mediaTypes.ociManifest, digest, size, platform: { os, architecture } };
    });
    const extra = await storage.pushImage('extra', labels);
    const platform = { os: 'linux', architecture: 'riscv64' };
    const image = await storage.pushIndex([...list, { ...extra, platform }]);
    await storage.tag(image, version);
    const run = async (inputs: Readonly<Record<string, string>>, identity = {}): Promise<string> =>
      errorOf(await refuse(of, { name: imagePackage, image }, { inputs, identity }));
    const taken = `E_DOCKER_TAG_TAKEN ${imageName}:${version} already points to ${image.digest}`;
    const [all, merge] = await Promise.all([run({ platforms: two }), run({ mode: 'merge', digests })]);
    expect([all, merge]).toEqual([expect.stringContaining(taken), expect.stringContaining(taken)]);
  });

  it('an image planted during the build is rejected', async () => {
    const of = await openImageWorld();
    const storage = openStorage(of);
    const image = await storage.pushImage('late', labels);
    // The look before the build finds nothing, whoever planted it.
    of.world.gateway.faults.add({
      on: { host: 'ghcr.io', method: 'GET', path: /\/manifests\/1\.2\.0$/ },
      effect: {
        kind: 'status',
        status: 404,
        headers: { 'content-type': 'application/json' },
        body: '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}',
      },
    });
    await storage.tag(image, version);
    const run = await refuse(of, { name: imagePackage, image }, {});
    expect(errorOf(run)).toContain(
      `E_DOCKER_TAG_TAKEN ${imageName}:${version} already points to ${image.digest}`,
    );
    expect(of.world.gateway.faults.strikes).toBe(1);
  });

  it('a floating tag moves away from a planted image, which is not signed', async () => {
    const of = await openImageWorld();
    const storage = openStorage(of);
    const image = await storage.pushImage('floating', labels);
    for (const tag of ['1.2', '1', 'latest']) await storage.tag(image, tag);
    const run = await succeed(of, { inputs: { version } });
    const digest = run.outputs['digest'] ?? '';
    expect(listReleaseTags(of)).toEqual({ '1': digest, '1.2': digest, '1.2.0': digest, latest: digest });
    expect(await describeSignatures(of, image, imagePackage)).toMatchObject({ bundles: 0, legacy: 0 });
  });

  it('a planted image under a tag that is both version and series is rejected unless it is a later release', async () => {
    const of = await openImageWorld();
    const at = (release: string) => workflow('release.yml', `refs/tags/v${release}`);
    const [plain, paired, ours] = ['plain', 'paired', 'ours'].map((each) => `${imagePackage}/${each}`) as [
      string,
      string,
      string,
    ];
    const storage = openStorage(of, plain);
    const image = await storage.pushImage('series', labels);
    await storage.tag(image, '1.0');
    const pair = openStorage(of, paired);
    const second = await pair.pushImage('series', labels);
    for (const tag of ['1.0', '1.0.1']) await pair.tag(second, tag);
    const release = (name: string, of_: string): Promise<Run> =>
      of.run({ inputs: { version: of_, image: `ghcr.io/${name}` }, identity: at(of_) ?? {} });
    const [first, other] = await Promise.all([release(plain, '1.0'), release(paired, '1.0')]);
    expect(errorOf(first)).toContain(
      `E_DOCKER_TAG_TAKEN ghcr.io/${plain}:1.0 already points to ${image.digest}`,
    );
    expect(errorOf(other)).toContain(
      `E_DOCKER_TAG_TAKEN ghcr.io/${paired}:1.0 already points to ${second.digest}`,
    );
    const later = await release(ours, '1.0.1');
    expect(errorOf(later)).toBe('');
    const earlier = await release(ours, '1.0');
    expect(errorOf(earlier), earlier.output).toBe('');
    expect(listReleaseTags(of, ours)).toMatchObject({ '1.0': later.outputs['digest'] });
  });
});
