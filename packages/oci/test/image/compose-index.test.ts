import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Descriptor, ManifestContent } from '../../src/descriptor.ts';
import { composeIndex } from '../../src/image/compose-index.ts';
import { getManifest } from '../../src/manifests.ts';
import { mediaTypes } from '../../src/media-types.ts';
import type { Repository } from '../../src/registry.ts';
import { joinImages } from '../join-images.ts';
import { listFor, pushAttestation, pushBlob, pushDocument, pushIndex, pushPlatform } from '../pushed.ts';
import { openOciWorld } from '../world.ts';

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

describe('composeIndex', () => {
  it('an index lists platforms by name, then their attestations in the same order', () => {
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

  it('an index has the same bytes for any order of its children, and when a child is given twice', () => {
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

  it('an index has the Docker media type only if all children do and it has no annotations', () => {
    const docker = child(1, 'linux/amd64', mediaTypes.dockerManifest);
    const type = (children: Descriptor[], annotations = none): string =>
      composeIndex(children, annotations).descriptor.mediaType;
    expect(type([docker])).toBe(mediaTypes.dockerIndex);
    expect(type([docker, child(2, 'linux/arm64')])).toBe(mediaTypes.ociIndex);
    expect(type([docker, attestation(3, 1)])).toBe(mediaTypes.ociIndex);
    expect(type([docker], new Map([['a', 'b']]))).toBe(mediaTypes.ociIndex);
  });

  it('an index accepts two versions of Windows and sorts them by version', () => {
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
      'two manifests of one platform in two spellings',
      [child(1, 'linux/arm64'), child(2, 'linux/arm64/v8')],
      'are both for linux/arm64',
    ],
    ['a child without a platform', [{ ...child(1, ''), platform: {} }], 'does not name its platform'],
    [
      'an attestation for a manifest outside the index',
      [child(1, 'linux/amd64'), attestation(2, 3)],
      'describes a manifest that is not in the index',
    ],
    ['a list of attestations only', [attestation(2, 3)], 'no platform'],
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
      'a list of 101 platforms',
      Array.from({ length: 101 }, (_, index) => child(index, `linux/c${index}`)),
      '101 platforms',
    ],
  ])('%s is rejected', (_, children, words) => {
    expect(() => composeIndex(children, none)).toThrow(
      expect.objectContaining({ code: 'E_OCI_JOIN', message: expect.stringContaining(words) }),
    );
  });
});

describe('joinImages', () => {
  async function openRepository() {
    const of = await openOciWorld();
    return { of, repository: of.connect().repository('octo/demo') };
  }

  it('indexes are flattened, single manifests are added, and the stored index has the expected content', async () => {
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

  it('an index that the registry accepts but does not store fails with E_OCI_NOT_FOUND', async () => {
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
      message: expect.stringContaining('does not return it'),
    });
  });

  it('an attestation entry without annotations gets the digest of its subject', async () => {
    const { repository } = await openRepository();
    const amd64 = listFor('linux/amd64', await pushPlatform(repository, 'linux/amd64'));
    const { annotations, platform, ...unnamed } = await pushAttestation(repository, amd64, 'artifact');
    const { digest } = await pushIndex(repository, [amd64, unnamed]);
    const { bytes } = await joinImages(repository, [digest], none);
    expect(parse(bytes).manifests?.[1]).toMatchObject({ annotations, platform });
  });

  it('images with Docker media types are joined into a Docker index', async () => {
    const { repository } = await openRepository();
    const digests: string[] = [];
    for (const platform of ['linux/arm64', 'linux/amd64'])
      digests.push((await pushPlatform(repository, platform, { docker: true })).digest);
    const { bytes, descriptor } = await joinImages(repository, digests, none);
    expect(descriptor.mediaType).toBe(mediaTypes.dockerIndex);
    expect(platforms(bytes)).toEqual(['amd64 linux', 'arm64 linux']);
  });

  it('a manifest that is not an image and two images of one platform are rejected before anything is written', async () => {
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
    await expect(merge(amd64.digest, other.digest)).rejects.toMatchObject({ code: 'E_OCI_JOIN' });
    await expect(merge(amd64.digest, artifact.digest)).rejects.toMatchObject({ code: 'E_OCI_IMAGE' });
    await expect(merge(holder.digest)).rejects.toMatchObject({ code: 'E_OCI_JOIN' });
    await expect(merge(amd64.digest, digestOf(1))).rejects.toMatchObject({ code: 'E_OCI_NOT_FOUND' });
    expect(of.emulated.listPackages()[0]?.manifests.length).toBe(before);
  });

  it('every missing image is named and nothing is written', async () => {
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
