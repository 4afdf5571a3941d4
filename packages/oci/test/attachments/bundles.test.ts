import { describe, expect, it } from 'vitest';
import { attachBundles, bundleMediaType, listBundles } from '../../src/attachments/bundles.ts';
import { addToFallbackIndex, fallbackTag } from '../../src/attachments/fallback-index.ts';
import type { Descriptor } from '../../src/descriptor.ts';
import { mediaTypes } from '../../src/media-types.ts';
import type { Repository } from '../../src/registry.ts';
import { attachBlob } from '../attach-blob.ts';
import { pushAttestation, pushBlob, pushDocument, pushPlatform } from '../pushed.ts';
import { openOciWorld } from '../world.ts';

const signType = 'https://sigstore.dev/cosign/sign/v1';
const bundle = (text: string, predicateType: string = signType) => ({
  bytes: Buffer.from(JSON.stringify({ mediaType: bundleMediaType, text })),
  predicateType,
  created: '2026-01-02T03:04:05Z',
});

async function openSubject(referrersApi = false) {
  const of = await openOciWorld();
  of.emulated.behave({ referrersApi });
  const repository = of.connect().repository('octo/demo');
  return { of, repository, subject: await pushPlatform(repository, 'linux/amd64') };
}

/** An attachment of any shape whose entry says of it what cosign's says. */
async function attachAsCosign(
  repository: Repository,
  { mediaType, digest, size }: Descriptor,
  layers: readonly Descriptor[],
): Promise<Descriptor> {
  const descriptor = await pushDocument(repository, {
    mediaType: mediaTypes.ociManifest,
    artifactType: bundleMediaType,
    config: await pushBlob(repository, mediaTypes.emptyConfig, Buffer.from('{}')),
    layers,
    subject: { mediaType, digest, size },
  });
  // go-containerregistry lists the type of the config (cosign pull request 4997).
  const entry = { ...descriptor, artifactType: mediaTypes.emptyConfig };
  await addToFallbackIndex(repository, digest, [entry]);
  return entry;
}

describe('bundles of an image', () => {
  it.each([false, true])(
    'bundles are attached in the form of cosign and found again (referrers API: %s)',
    async (api) => {
      const { of, repository, subject } = await openSubject(api);
      const provenance = bundle('two', 'https://slsa.dev/provenance/v1');
      const { attached } = await attachBundles(repository, subject, [bundle('one'), provenance]);
      expect(attached.map(({ listedBy }) => listedBy)).toEqual(Array(2).fill(api ? 'api' : 'tag'));
      const found = await listBundles(repository, subject.digest);
      expect(found.map(({ predicateType }) => predicateType).sort()).toEqual([
        'https://sigstore.dev/cosign/sign/v1',
        'https://slsa.dev/provenance/v1',
      ]);
      const stored = of.emulated.readManifest('octo/demo', attached[0]?.descriptor.digest ?? '');
      expect(JSON.parse(Buffer.from(stored?.bytes ?? '').toString())).toEqual({
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        artifactType: bundleMediaType,
        config: {
          mediaType: mediaTypes.emptyConfig,
          digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
          size: 2,
        },
        layers: [{ mediaType: bundleMediaType, digest: expect.any(String), size: expect.any(Number) }],
        subject,
        annotations: {
          'dev.sigstore.bundle.content': 'dsse-envelope',
          'dev.sigstore.bundle.predicateType': signType,
          'org.opencontainers.image.created': '2026-01-02T03:04:05Z',
        },
      });
      const one = found.find(({ predicateType }) => predicateType === signType);
      expect(Buffer.from(one?.bytes ?? '')).toEqual(bundle('one').bytes);
    },
  );

  it('a bundle is found even if its list entry has the type of the config', async () => {
    const { repository, subject } = await openSubject();
    const layer = await pushBlob(repository, bundleMediaType, bundle('cosign').bytes);
    const entry = await attachAsCosign(repository, subject, [layer]);
    expect(await listBundles(repository, subject.digest)).toEqual([
      { descriptor: entry, predicateType: undefined, isUnlisted: false, bytes: bundle('cosign').bytes },
    ]);
  });

  it('a bundle is found among other attachments, deleted ones, and manifests without exactly one layer', async () => {
    const { of, repository, subject } = await openSubject();
    const layer = await pushBlob(repository, bundleMediaType, bundle('one').bytes);
    const other = await pushBlob(repository, bundleMediaType, bundle('two').bytes);
    await attachAsCosign(repository, subject, [layer, other]);
    await attachAsCosign(repository, subject, []);
    const gone = await attachAsCosign(repository, subject, [other]);
    of.emulated.deleteVersion('octo/demo', gone.digest);
    await attachBlob(repository, {
      subject,
      artifactType: 'application/spdx+json',
      mediaType: 'application/spdx+json',
      bytes: Buffer.from('{}'),
    });
    const {
      annotations: _,
      platform: __,
      ...attestation
    } = await pushAttestation(repository, subject, 'artifact');
    await addToFallbackIndex(repository, subject.digest, [attestation]);
    const { attached } = await attachBundles(repository, subject, [bundle('kept')]);
    expect((await listBundles(repository, subject.digest)).map(({ descriptor }) => descriptor)).toEqual(
      attached.map(({ descriptor }) => descriptor),
    );
  });

  it('a bundle larger than Rekor accepts is skipped and logged', async () => {
    const { of, repository, subject } = await openSubject();
    const layer = await pushBlob(repository, bundleMediaType, bundle('one').bytes);
    await attachAsCosign(repository, subject, [{ ...layer, size: 41 * 1024 * 1024 }]);
    expect(await listBundles(repository, subject.digest)).toEqual([]);
    expect(of.log.lines.some((line) => line.includes('is too large to read'))).toBe(true);
  });

  it('a repeated run does not attach the same bundle twice', async () => {
    const { of, repository, subject } = await openSubject();
    await attachBundles(repository, subject, [bundle('one')]);
    const tag = fallbackTag(subject.digest);
    const before = of.emulated.listPackages()[0]?.tags[tag];
    await attachBundles(repository, subject, [bundle('one')]);
    expect(of.emulated.listPackages()[0]?.tags[tag]).toBe(before);
    expect(await listBundles(repository, subject.digest)).toHaveLength(1);
  });
});
