import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManifestContent } from '../../src/descriptor.ts';
import type { StoredManifest } from '../../src/manifests.ts';
import type { PackageFile, ReleaseFacts } from '../../src/pyoci/package-file.ts';
import { describeFile, renderFileManifest, renderPackageIndex } from '../../src/pyoci/package-manifests.ts';
import { readRelease } from '../../src/pyoci/read-release.ts';
import { readStrictly } from './strict-reader.ts';

const facts: ReleaseFacts = {
  project: 'demo',
  version: '1.2.0',
  created: '2026-01-01T00:00:00Z',
  annotations: { 'org.opencontainers.image.source': 'https://github.com/octo/demo' },
};
const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

function file(suffix: string): PackageFile {
  return {
    fileName: `demo-1.2.0${suffix}`,
    sha256: createHash('sha256').update(suffix).digest('hex'),
    size: suffix.length,
    requiresPython: '>=3.9,<4',
    metadataSha256: suffix.endsWith('.whl') ? '1'.repeat(64) : undefined,
    projectUrls: { Homepage: 'https://example.com/?a=1&b="2"' },
  };
}

const parse = (bytes: Uint8Array): ManifestContent =>
  JSON.parse(Buffer.from(bytes).toString('utf8')) as ManifestContent;

function store(rendered: { readonly bytes: Uint8Array; readonly digest: string }): StoredManifest {
  return { ...rendered, mediaType: indexType, content: parse(rendered.bytes) };
}

const suffixes = [
  '.tar.gz',
  '-py3-none-any.whl',
  '-1-cp313-cp313-musllinux_1_2_x86_64.whl',
  '-cp312-abi3-win32.whl',
];

describe('manifests of a release', () => {
  it('a file manifest equals the one PyOCI writes', () => {
    const manifest = parse(
      renderFileManifest(file('-py3-none-any.whl'), { ...facts, annotations: {} }).bytes,
    );
    expect(manifest).toEqual({
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: 'application/pyoci.package.v1',
      config: {
        mediaType: 'application/vnd.oci.empty.v1+json',
        digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
        size: 2,
      },
      layers: [
        {
          mediaType: 'application/pyoci.package.v1',
          digest: `sha256:${file('-py3-none-any.whl').sha256}`,
          size: 17,
          annotations: { 'org.opencontainers.image.title': 'demo-1.2.0-py3-none-any.whl' },
        },
      ],
      annotations: { 'org.opencontainers.image.created': '2026-01-01T00:00:00Z' },
    });
  });

  it('every file of a release is found by a reader with the rules of PyOCI', () => {
    const files = suffixes.map(file);
    const manifests = new Map(
      files.map((each) => {
        const { digest, bytes } = renderFileManifest(each, facts);
        return [digest, { mediaType: manifestType, bytes }];
      }),
    );
    const index = renderPackageIndex(
      undefined,
      files.map((each) => describeFile(each, facts)),
      facts,
    );
    manifests.set('1.2.0', { mediaType: indexType, bytes: index.bytes });
    const found = readStrictly('demo', (reference) => manifests.get(reference), ['1.2.0']);
    expect(found.map(({ fileName, sha256 }) => [fileName, sha256]).sort()).toEqual(
      files.map(({ fileName, sha256 }) => [fileName, sha256]).sort(),
    );
  });

  it('an index has the same digest for any order and grouping of its files', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(suffixes, { minLength: 2 }), fc.nat(3), (order, cut) => {
        const entries = order.map((suffix) => describeFile(file(suffix), facts));
        const whole = renderPackageIndex(undefined, entries, facts);
        const first = renderPackageIndex(undefined, entries.slice(0, cut), facts);
        const second = renderPackageIndex(parse(first.bytes), entries.slice(cut), facts);
        const sorted = renderPackageIndex(undefined, entries.toReversed(), facts);
        expect(second.digest).toBe(whole.digest);
        expect(sorted.digest).toBe(whole.digest);
      }),
    );
  });

  it('entries and annotations written by others are kept', () => {
    const foreign = {
      ...parse(renderPackageIndex(undefined, [describeFile(file('.tar.gz'), facts)], facts).bytes),
      annotations: { 'org.opencontainers.image.created': '2020-01-01T00:00:00Z', 'com.example': 'kept' },
    };
    const index = parse(
      renderPackageIndex(foreign, [describeFile(file('-py3-none-any.whl'), facts)], facts).bytes,
    );
    expect(index.manifests?.[0]).toEqual(foreign.manifests?.[0]);
    expect(index.annotations).toMatchObject({
      'org.opencontainers.image.created': '2020-01-01T00:00:00Z',
      'com.example': 'kept',
    });
  });

  it('every file that was written is read back unchanged', () => {
    const files = suffixes.map(file);
    const index = renderPackageIndex(
      undefined,
      files.map((each) => describeFile(each, facts)),
      facts,
    );
    const release = readRelease(store(index), 'demo', '1.2.0');
    for (const { projectUrls, ...wanted } of files) {
      const found = release?.files.find(({ fileName }) => fileName === wanted.fileName);
      expect(found).toMatchObject(wanted);
      expect(found?.createdAtMs).toBe(Date.UTC(2026, 0, 1));
    }
  });
});

describe('readRelease', () => {
  const index = (manifests: unknown[], more: object = {}): StoredManifest =>
    store({
      digest: `sha256:${'0'.repeat(64)}`,
      bytes: Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          artifactType: 'application/pyoci.package.v1',
          manifests,
          ...more,
        }),
      ),
    });
  const entry = { mediaType: manifestType, digest: `sha256:${'1'.repeat(64)}`, size: 1 };

  it('an image, a signature and a referrers list are not read as releases', () => {
    expect(readRelease(index([], { artifactType: undefined }), 'demo', '1')).toBeUndefined();
    expect(readRelease({ ...index([]), mediaType: manifestType }, 'demo', '1')).toBeUndefined();
  });

  it('entries without a platform are skipped and a file published by PyOCI gets its name', () => {
    const platform = { architecture: 'py3-none-any.whl', os: 'any' };
    const release = readRelease(index([entry, { ...entry, platform }]), 'My.Demo', '1.0');
    expect(release?.files.map(({ fileName, sha256 }) => [fileName, sha256])).toEqual([
      ['my_demo-1.0-py3-none-any.whl', undefined],
    ]);
  });

  it.each([
    '../../demo-1.0-py3-none-any.whl',
    '/demo-1.0-py3-none-any.whl',
    'a\nb-1.0-py3-none-any.whl',
    '<b>.whl',
  ])('a file name that could escape the folder or the page is ignored: %j', (fileName) => {
    const platform = { architecture: 'py3-none-any.whl', os: 'any' };
    const annotations = { 'dev.slipway.filename': fileName };
    expect(readRelease(index([{ ...entry, platform, annotations }]), 'demo', '1.0')?.files).toEqual([]);
  });
});
