import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorOf, type ImageWorld, imageName, openImageWorld, type Run } from './support/image-world.ts';
import {
  digestsOf,
  issuer,
  judge,
  listReleaseTags,
  platformsOf,
  readBundles,
  readJson,
  readLegacy,
  readManifest,
  releaseIdentity,
} from './support/stored-image.ts';

const emptyConfig = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const signatureType = 'https://sigstore.dev/cosign/sign/v1';
const provenanceType = 'https://slsa.dev/provenance/v1';
const two = 'linux/amd64,linux/arm64';
const created = '2026-01-01T00:00:00Z';
const revision = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
const facts = {
  'org.opencontainers.image.created': created,
  'org.opencontainers.image.documentation': 'https://github.com/Octo/demo#readme',
  'org.opencontainers.image.revision': revision,
  'org.opencontainers.image.source': 'https://github.com/Octo/demo',
  'org.opencontainers.image.title': 'demo',
  'org.opencontainers.image.url': 'https://github.com/Octo/demo',
  'org.opencontainers.image.version': '1.2.0',
};

const hexOf = (digest: string): string => digest.replace('sha256:', '');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const descriptorOf = (of: ImageWorld, digest: string) => {
  const { mediaType = '', bytes = new Uint8Array() } = of.registry.readManifest('octo/demo', digest) ?? {};
  return { mediaType, digest, size: bytes.byteLength };
};

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function encodeForSigning(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
}

function checkCertificate(certificate: X509Certificate): void {
  expect(certificate.subjectAltName).toBe(`URI:${releaseIdentity}`);
  expect(certificate.raw.includes(Buffer.from(issuer))).toBe(true);
}

/** The bundle of one signature, field by field, as cosign 3 writes it. */
async function checkBundles(of: ImageWorld, digest: string, withProvenance: boolean): Promise<void> {
  const bundles = await readBundles(of, digest);
  const types = bundles.map(({ statement }) => statement.predicateType).sort();
  expect(types).toEqual(withProvenance ? [signatureType, provenanceType] : [signatureType]);
  for (const { manifest, bundle, bytes, statement } of bundles) {
    expect(manifest).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: bundleType,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: emptyConfig, size: 2 },
      layers: [{ mediaType: bundleType, digest: `sha256:${sha256(bytes)}`, size: bytes.byteLength }],
      subject: descriptorOf(of, digest),
      annotations: {
        'dev.sigstore.bundle.content': 'dsse-envelope',
        'dev.sigstore.bundle.predicateType': statement.predicateType,
        'org.opencontainers.image.created': expect.stringMatching(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
        ),
      },
    });
    expect(Object.keys(bundle).sort()).toEqual(['dsseEnvelope', 'mediaType', 'verificationMaterial']);
    expect(bundle.mediaType).toBe(bundleType);
    // One certificate and no chain: version 0.3. The time is that of the log.
    expect(bundle.verificationMaterial).toEqual({
      certificate: { rawBytes: expect.any(String) },
      timestampVerificationData: {},
      tlogEntries: [expect.anything()],
    });
    expect(bundle.verificationMaterial.tlogEntries).toMatchObject([
      { kindVersion: { kind: 'dsse', version: '0.0.1' }, inclusionPromise: {}, inclusionProof: {} },
    ]);
    const certificate = new X509Certificate(
      Buffer.from(bundle.verificationMaterial.certificate.rawBytes, 'base64'),
    );
    checkCertificate(certificate);
    const { payload, payloadType, signatures } = bundle.dsseEnvelope;
    expect(payloadType).toBe('application/vnd.in-toto+json');
    expect(signatures).toHaveLength(1);
    const signed = encodeForSigning(payloadType, Buffer.from(payload, 'base64'));
    const signature = Buffer.from(signatures[0]?.sig ?? '', 'base64');
    expect(verify('sha256', signed, certificate.publicKey, signature)).toBe(true);
  }
  const signature = bundles.find(({ statement }) => statement.predicateType === signatureType)?.statement;
  expect(signature).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest: { sha256: hexOf(digest) } }],
    predicateType: signatureType,
    predicate: {},
  });
  const provenance = bundles.find(({ statement }) => statement.predicateType === provenanceType)?.statement;
  if (withProvenance)
    expect(provenance).toMatchObject({
      subject: [{ name: imageName, digest: { sha256: hexOf(digest) } }],
      predicate: {
        buildDefinition: { resolvedDependencies: [{ digest: { gitCommit: revision } }] },
        runDetails: { builder: { id: releaseIdentity } },
      },
    });
}

/** The list under the fallback tag names each bundle by its own type, unlike that of cosign. */
function checkFallbackList(of: ImageWorld, digest: string): void {
  const list = readManifest(of, digest.replace(':', '-'));
  expect(list.mediaType).toBe('application/vnd.oci.image.index.v1+json');
  for (const entry of list.manifests ?? []) {
    const { artifactType, annotations } = readManifest(of, entry.digest);
    expect(entry).toEqual({ ...descriptorOf(of, entry.digest), artifactType, annotations });
  }
}

/** The one signature in the older format, field by field, with the promise of the log. */
async function checkLegacy(of: ImageWorld, digest: string): Promise<void> {
  const manifest = readManifest(of, `${digest.replace(':', '-')}.sig`);
  expect(manifest).toMatchObject({
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json' },
    layers: [{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json' }],
  });
  const [layer, ...more] = await readLegacy(of, digest);
  expect(more).toEqual([]);
  const payload = layer?.payload ?? Buffer.alloc(0);
  expect(payload.toString('utf8')).toBe(
    `{"critical":{"identity":{"docker-reference":"${imageName}"},"image":{"docker-manifest-digest":"${digest}"},"type":"cosign container image signature"},"optional":null}`,
  );
  expect(await readJson(of, manifest.config?.digest ?? '')).toMatchObject({
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(payload)}`] },
  });
  const annotations = layer?.annotations ?? {};
  const signature = annotations['dev.cosignproject.cosign/signature'] ?? '';
  const certificate = new X509Certificate(annotations['dev.sigstore.cosign/certificate'] ?? '');
  checkCertificate(certificate);
  expect(verify('sha256', payload, certificate.publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  const { SignedEntryTimestamp: promise, Payload: logged } = JSON.parse(
    annotations['dev.sigstore.cosign/bundle'] ?? '{}',
  ) as {
    SignedEntryTimestamp: string;
    Payload: { body: string; integratedTime: number; logID: string; logIndex: number };
  };
  const body = JSON.parse(Buffer.from(logged.body, 'base64').toString('utf8')) as object;
  expect(body).toMatchObject({
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: sha256(payload) } },
      signature: { content: signature },
    },
  });
  // What Rekor promises is the canonical JSON of exactly these four.
  const promised = JSON.stringify({
    body: logged.body,
    integratedTime: logged.integratedTime,
    logID: logged.logID,
    logIndex: logged.logIndex,
  });
  const root = (await of.sigstore.trustedRoot()) as unknown as {
    tlogs: { logId: { keyId: string }; publicKey: { rawBytes: string } }[];
  };
  const log = root.tlogs.find(
    ({ logId }) => Buffer.from(logId.keyId, 'base64').toString('hex') === logged.logID,
  );
  const key = createPublicKey({
    key: Buffer.from(log?.publicKey.rawBytes ?? '', 'base64'),
    format: 'der',
    type: 'spki',
  });
  expect(verify('sha256', Buffer.from(promised), key, Buffer.from(promise, 'base64'))).toBe(true);
}

/** Nothing for people is tagged before the last signature was attached. */
function checkOrder(of: ImageWorld): void {
  const puts = of.writes().filter((write) => write.startsWith('PUT') && write.includes('/manifests/'));
  const isTag = (write: string): boolean => /\/manifests\/(?!sha256[:-])/.test(write);
  const first = puts.findIndex(isTag);
  expect(first).toBeGreaterThan(0);
  expect(puts.slice(first).every(isTag)).toBe(true);
  expect(puts.slice(first).map((write) => write.split('/').at(-1))).toEqual(['1.2.0', '1.2', '1', 'latest']);
}

/** A token lives for minutes and a build for longer: it is asked for again when the image is there. */
function checkIdTokens({ world: { journal } }: ImageWorld): void {
  const steps = journal.entries.flatMap(({ host, method, path }) => {
    if (host.startsWith('run-actions-')) return ['token'];
    if (method === 'PUT' && path.endsWith('.sig')) return ['signature'];
    if (method === 'PUT' && path.includes('/manifests/sha256:')) return ['manifest'];
    return path.endsWith('/signingCert') ? ['certificate'] : [];
  });
  const order = steps.filter((step, index) => step !== steps[index - 1]);
  expect(order.slice(0, 4)).toEqual(['token', 'manifest', 'token', 'certificate']);
}

describe.concurrent('image for two platforms', () => {
  it('an image is built, pushed by digest, fully signed and verified before it is tagged', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const run = await of.run({ inputs: { platforms: two, version: 'v1.2.0' } });
    expect(errorOf(run), run.output).toBe('');
    const root = run.outputs['digest'] ?? '';
    const index = readManifest(of, root);
    expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
    expect(index.annotations).toEqual(facts);
    expect(index.manifests?.map(({ platform }) => platform)).toEqual([
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
    ]);
    expect(platformsOf(run.outputs)).toEqual(
      (index.manifests ?? []).map(({ digest, size, platform }) => ({
        platform: `linux/${platform?.['architecture']}`,
        digest,
        size,
      })),
    );
    for (const { digest } of index.manifests ?? []) {
      const { annotations, config } = readManifest(of, digest);
      expect(annotations).toEqual(facts);
      expect(await readJson(of, config?.digest ?? '')).toMatchObject({ created, config: { Labels: facts } });
    }
    for (const digest of digestsOf(of, root)) {
      await checkBundles(of, digest, true);
      checkFallbackList(of, digest);
      await checkLegacy(of, digest);
      const judged = await judge(of, digest);
      expect([judged.cosign3, judged.cosign2]).toEqual([undefined, undefined]);
    }
    const full = ['1.2.0', '1.2', '1', 'latest'].map((tag) => `${imageName}:${tag}`);
    expect(run.outputs['tags']?.split('\n')).toEqual(full);
    expect(run.outputs['references']?.split('\n')).toEqual([`${imageName}@${root}`, ...full]);
    expect(listReleaseTags(of)).toEqual({ '1': root, '1.2': root, '1.2.0': root, latest: root });
    checkOrder(of);
    expect(of.world.journal.hosts().map(({ host }) => host)).toEqual([
      'fulcio.sigstore.dev',
      'ghcr.io',
      'pkg-containers.githubusercontent.com',
      'rekor.sigstore.dev',
      'run-actions-1-azure-eastus.actions.githubusercontent.com',
    ]);
    expect(of.world.journal.refusedHosts()).toEqual([]);
    await checkBundlePaths(of, run, root);
    expect(run.outputs['verify-commands']).toBe(
      `cosign verify --certificate-identity ${releaseIdentity} --certificate-oidc-issuer ${issuer} ${imageName}@${root}`,
    );
    expect(run.summary).toContain(run.outputs['verify-commands']);
    checkIdTokens(of);
    // One certificate, and an entry for each signature: three manifests, each with two bundles and the older format.
    expect(of.world.journal.entries.filter(({ path }) => path.endsWith('/signingCert'))).toHaveLength(1);
    expect(await of.sigstore.entryCount()).toBe(9);
  });

  it('BuildKit attestations add index entries without a platform, which are signed too', async ({
    onTestFinished,
  }) => {
    const of = await openImageWorld({ onTestFinished });
    const inputs = { platforms: two, version: '1.2.0', provenance: 'mode=max', tags: 'edge' };
    const run = await of.run({ inputs });
    expect(errorOf(run), run.output).toBe('');
    const root = run.outputs['digest'] ?? '';
    const { manifests = [] } = readManifest(of, root);
    expect(manifests.map(({ platform }) => platform?.['architecture'])).toEqual([
      'amd64',
      'arm64',
      'unknown',
      'unknown',
    ]);
    expect(platformsOf(run.outputs).map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    for (const { digest, platform } of manifests) {
      await checkBundles(of, digest, platform?.['os'] === 'linux');
      await checkLegacy(of, digest);
    }
    expect(listReleaseTags(of)).toMatchObject({ edge: root, latest: root });
  });
});

/** The files are the bundles of the registry, byte by byte. */
async function checkBundlePaths(of: ImageWorld, run: Run, root: string): Promise<void> {
  const paths = (run.outputs['bundles'] ?? '').split('\n');
  const kept = paths.map((path) => readFileSync(path, 'utf8')).sort();
  const stored: string[] = [];
  for (const digest of digestsOf(of, root))
    stored.push(...(await readBundles(of, digest)).map(({ bytes }) => bytes.toString('utf8')));
  expect(kept).toEqual(stored.sort());
}
