import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeIndex } from '../src/compose-index.ts';
import type { Descriptor, ManifestContent } from '../src/descriptor.ts';
import { getManifest } from '../src/manifests.ts';
import { mediaTypes } from '../src/media-types.ts';
import type { Repository } from '../src/registry.ts';
import { joinImages } from './join-images.ts';
import { listFor, pushAttestation, pushBlob, pushDocument, pushIndex, pushPlatform } from './pushed.ts';
import { openOciWorld } from './world.ts';

const none: ReadonlyMap<string, string> = new Map();
const digestOf = (number: number): string => `sha256:${number.toString(16).padStart(64, '0')}`;

function child(number: number, platform: string, mediaType: string = mediaTypes.ociManifest): Descriptor {
  return listFor(platform, { mediaType, digest: digestOf(number), size: 100 + number });
}

function attestation(number: number, about: number): Descriptor {
  return {
    mediaType: mediaTypes.ociManifest,
    digest: digestOf(number),
    size: 7,
    annotations: {
      'vnd.docker.reference.digest': digestOf(about),
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform: { architecture: 'unknown', os: 'unknown' },
  };
}

const parse = (bytes: Uint8Array): ManifestContent => JSON.parse(Buffer.from(bytes).toString('utf8'));
const platforms = (bytes: Uint8Array): unknown[] =>
  (parse(bytes).manifests ?? []).map(({ platform }) => Object.values(platform ?? {}).join(' '));

describe('an index of several images', () => {
  it('has platforms by name, then what is attested about them in the same order', () => {
    const { bytes, descriptor } = composeIndex(
      [
        attestation(9, 3),
        child(3, 'linux/arm64'),
        attestation(8, 1),
        child(2, 'linux/arm/v7'),
        child(1, 'linux/amd64'),
      ],
      new Map([
        ['title', 'größer – 署名'],
        ['a', 'b'],
      ]),
    );
    const { manifests, annotations } = parse(bytes);
    expect(manifests?.map(({ digest }) => digest)).toEqual([1, 2, 3, 8, 9].map(digestOf));
    expect(annotations).toEqual({ a: 'b', title: 'größer – 署名' });
    expect(descriptor).toMatchObject({ mediaType: mediaTypes.ociIndex, size: bytes.byteLength });
    // Bytes, not characters.
    expect(descriptor.size).toBeGreaterThan(Buffer.from(bytes).toString('utf8').length);
  });

  it('has the same bytes whatever the order, and however often a child is given', () => {
    const all = [
      child(1, 'linux/amd64'),
      { ...child(1, 'linux/amd64/v1'), annotations: { b: '1', a: '2' } },
      child(2, 'linux/arm64'),
      child(2, 'linux/arm64/v8'),
      child(3, 'linux/arm/v7'),
      attestation(7, 1),
      attestation(8, 1),
      attestation(9, 2),
    ];
    const { descriptor } = composeIndex(
      all,
      new Map([
        ['x', '1'],
        ['y', '2'],
      ]),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const again = composeIndex(
          [...shuffled, ...shuffled],
          new Map([
            ['y', '2'],
            ['x', '1'],
          ]),
        );
        expect(again.descriptor).toEqual(descriptor);
      }),
    );
  });

  it('has the type of Docker when all children do and nothing is annotated', () => {
    const docker = child(1, 'linux/amd64', mediaTypes.dockerManifest);
    const type = (children: Descriptor[], annotations = none): string =>
      composeIndex(children, annotations).descriptor.mediaType;
    expect(type([docker])).toBe(mediaTypes.dockerIndex);
    expect(type([docker, child(2, 'linux/arm64')])).toBe(mediaTypes.ociIndex);
    expect(type([docker, attestation(3, 1)])).toBe(mediaTypes.ociIndex);
    expect(type([docker], new Map([['a', 'b']]))).toBe(mediaTypes.ociIndex);
  });

  it('has two versions of Windows', () => {
    const windows = (number: number, version: string): Descriptor => ({
      ...child(number, 'windows/amd64'),
      platform: { architecture: 'amd64', os: 'windows', 'os.version': version },
    });
    const { bytes } = composeIndex([windows(1, '10.0.2'), windows(2, '10.0.1')], none);
    expect(parse(bytes).manifests?.map(({ digest }) => digest)).toEqual([2, 1].map(digestOf));
  });

  it.each([
    [
      'two manifests of one platform',
      [child(1, 'linux/amd64'), child(2, 'linux/amd64')],
      'are both for linux/amd64',
    ],
    [
      'two of one in two spellings',
      [child(1, 'linux/arm64'), child(2, 'linux/arm64/v8')],
      'are both for linux/arm64',
    ],
    ['a child without a platform', [{ ...child(1, ''), platform: {} }], 'does not say for which platform'],
    [
      'an attestation of a stranger',
      [child(1, 'linux/amd64'), attestation(2, 3)],
      'is about a manifest that is not in it',
    ],
    ['nothing but attestations', [attestation(2, 3)], 'no platform in it'],
    [
      'one child for two platforms',
      [child(1, 'linux/amd64'), child(1, 'linux/arm64')],
      'listed for two platforms',
    ],
    [
      'one child with two values of an annotation',
      [
        { ...child(1, 'linux/amd64'), annotations: { a: '1' } },
        { ...child(1, 'linux/amd64'), annotations: { a: '2' } },
      ],
      'listed with two values of "a"',
    ],
    [
      'a hundred and one platforms',
      Array.from({ length: 101 }, (_, index) => child(index, `linux/c${index}`)),
      '101 platforms',
    ],
  ])('is refused for %s', (_, children, words) => {
    expect(() => composeIndex(children, none)).toThrow(
      expect.objectContaining({ code: 'E_DOCKER_MERGE', message: expect.stringContaining(words) }),
    );
  });
});

describe('joining images of a registry', () => {
  async function openRepository() {
    const of = await openOciWorld();
    return { of, repository: of.connect().repository('octo/demo') };
  }

  it('flattens indexes, takes single manifests, and reads back what it wrote', async () => {
    const { of, repository } = await openRepository();
    const amd64 = listFor('linux/amd64', await pushPlatform(repository, 'linux/amd64'));
    const older = await pushAttestation(repository, amd64);
    const arm64 = await pushPlatform(repository, 'linux/arm64');
    const newer = await pushAttestation(repository, arm64, 'artifact');
    const inner = await pushIndex(repository, [arm64, newer]);
    const riscv = await pushPlatform(repository, 'linux/riscv64');
    const first = await pushIndex(repository, [amd64, older]);
    const second = await pushIndex(repository, [inner]);
    const merged = await joinImages(
      repository,
      [second.digest, riscv.digest, first.digest, first.digest],
      new Map([['title', 'größer']]),
    );
    const stored = await getManifest(repository, merged.descriptor.digest);
    expect(stored?.content).toEqual({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [amd64, listFor('linux/arm64', arm64), listFor('linux/riscv64', riscv), older, newer],
      annotations: { title: 'größer' },
    });
    // No tag was touched.
    expect(of.emulated.listPackages()[0]?.tags).toEqual({});
    const again = await joinImages(
      repository,
      [first.digest, second.digest, riscv.digest],
      new Map([['title', 'größer']]),
    );
    expect(again.descriptor).toEqual(merged.descriptor);
  });

  it('notices when the registry took the index and does not have it', async () => {
    const { of, repository } = await openRepository();
    const { digest } = await pushPlatform(repository, 'linux/amd64');
    const forgetful: Repository = {
      ...repository,
      async send(request) {
        const response = await repository.send(request);
        if (request.method === 'PUT')
          of.emulated.deleteVersion('octo/demo', request.target.replace('manifests/', ''));
        return response;
      },
    };
    await expect(joinImages(forgetful, [digest], none)).rejects.toMatchObject({
      code: 'E_OCI_NOT_FOUND',
      message: expect.stringContaining('has none now'),
    });
  });

  it('names the subject of an attestation that its index does not name', async () => {
    const { repository } = await openRepository();
    const amd64 = listFor('linux/amd64', await pushPlatform(repository, 'linux/amd64'));
    const { annotations, platform, ...unnamed } = await pushAttestation(repository, amd64, 'artifact');
    const { digest } = await pushIndex(repository, [amd64, unnamed]);
    const { bytes } = await joinImages(repository, [digest], none);
    expect(parse(bytes).manifests?.[1]).toMatchObject({ annotations, platform });
  });

  it('keeps the types of Docker', async () => {
    const { repository } = await openRepository();
    const digests: string[] = [];
    for (const platform of ['linux/arm64', 'linux/amd64'])
      digests.push((await pushPlatform(repository, platform, { docker: true })).digest);
    const { bytes, descriptor } = await joinImages(repository, digests, none);
    expect(descriptor.mediaType).toBe(mediaTypes.dockerIndex);
    expect(platforms(bytes)).toEqual(['amd64 linux', 'arm64 linux']);
  });

  it('refuses what is no image, and two images of one platform, before it writes', async () => {
    const { of, repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64');
    const other = await pushPlatform(repository, 'linux/amd64');
    const artifact = await pushDocument(repository, {
      mediaType: mediaTypes.ociManifest,
      artifactType: 'application/vnd.example',
      config: await pushBlob(repository, mediaTypes.emptyConfig, Buffer.from('{}')),
      layers: [],
    });
    const holder = await pushIndex(repository, [listFor('linux/amd64', amd64), artifact]);
    const before = of.emulated.listPackages()[0]?.manifests.length;
    const merge = (...digests: string[]) => joinImages(repository, digests, none);
    await expect(merge(amd64.digest, other.digest)).rejects.toMatchObject({ code: 'E_DOCKER_MERGE' });
    await expect(merge(amd64.digest, artifact.digest)).rejects.toMatchObject({ code: 'E_OCI_IMAGE' });
    await expect(merge(holder.digest)).rejects.toMatchObject({ code: 'E_DOCKER_MERGE' });
    await expect(merge(amd64.digest, digestOf(1))).rejects.toMatchObject({ code: 'E_OCI_NOT_FOUND' });
    expect(of.emulated.listPackages()[0]?.manifests.length).toBe(before);
  });

  it('names every image that is not there, and writes nothing', async () => {
    const { of, repository } = await openRepository();
    const amd64 = await pushPlatform(repository, 'linux/amd64');
    const absent = [1, 2].map(digestOf);
    const before = of.world.journal.entries.length;
    await expect(joinImages(repository, [amd64.digest, ...absent], none)).rejects.toMatchObject({
      code: 'E_OCI_NOT_FOUND',
      message: absent.map((each) => `ghcr.io/octo/demo has no image ${each}.`).join(' '),
    });
    const methods = of.world.journal.entries.slice(before).map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(['GET']));
  });
});
