import { systemClock } from '@slipway/core/clock';
import { createHttp } from '@slipway/core/http';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { attachBundles } from '@slipway/oci/attachments/bundles';
import { appendSignature } from '@slipway/oci/attachments/signature-tag';
import { sourceOfBytes } from '@slipway/oci/blobs/blob-source';
import { uploadBlob } from '@slipway/oci/blobs/upload-blob';
import type { Descriptor } from '@slipway/oci/descriptor';
import { digestBytes } from '@slipway/oci/digest';
import { getManifest, putManifest } from '@slipway/oci/manifests';
import { mediaTypes } from '@slipway/oci/media-types';
import { openRegistry, type Repository } from '@slipway/oci/registry';
import { publicGood, type SigstoreInstance } from '@slipway/sigstore/instance';
import { createSigner, type Signer } from '@slipway/sigstore/signing/signer';
import { simpleSigningAnnotations, simpleSigningPayload } from '@slipway/sigstore/statements/simple-signing';
import { type ImageWorld, imagePackage, signingJob } from './image-world.ts';

/** A client of the world that stores by hand what somebody might have stored. */
export interface Storage {
  readonly repository: Repository;
  /** Pushes a small manifest; each name is another digest. @param labels beside the name */
  pushImage(name: string, labels?: Readonly<Record<string, string>>): Promise<Descriptor>;
  /** Pushes an index of what is there. */
  pushIndex(manifests: readonly object[]): Promise<Descriptor>;
  /** Puts what is there under a tag. */
  tag(image: Descriptor, tag: string): Promise<void>;
  /** Signs as a job, by default the one that releases. */
  signer(job?: Partial<JobIdentity>, instance?: SigstoreInstance): Signer;
  attach(subject: Descriptor, bundle: object, predicateType: string): Promise<void>;
  /** A signature in the older format. */
  sign(subject: Descriptor, signer: Signer): Promise<void>;
}

/** Opens the storage of the world's image, or of another package. @param elsewhere in a registry outside of the world */
export function openStorage({ world }: ImageWorld, name = imagePackage, elsewhere?: Repository): Storage {
  const log = createMemoryLog();
  const http = createHttp({ log, clock: systemClock, userAgent: 'slipway-test', environment: world.env });
  const token = world.tokens.issueJob(signingJob).token;
  const inWorld = openRegistry({
    http,
    clock: systemClock,
    log,
    registry: 'ghcr.io',
    credentials: { kind: 'basic', username: 'octocat', password: token },
  });
  const repository = elsewhere ?? inWorld.repository(name);
  const push = async (bytes: Buffer): Promise<Pick<Descriptor, 'digest' | 'size'>> => {
    await uploadBlob(repository, sourceOfBytes(digestBytes(bytes), bytes));
    return { digest: digestBytes(bytes), size: bytes.byteLength };
  };
  return {
    repository,
    async pushImage(name, labels = {}) {
      const config = await push(
        Buffer.from(
          JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: { name, ...labels } } }),
        ),
      );
      const layer = await push(Buffer.from(`layer of ${name}`));
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: mediaTypes.ociManifest,
          config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
          layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer }],
        }),
      );
      const digest = digestBytes(manifest);
      await putManifest(repository, digest, manifest, mediaTypes.ociManifest);
      return { mediaType: mediaTypes.ociManifest, digest, size: manifest.byteLength };
    },
    async pushIndex(manifests) {
      const mediaType = mediaTypes.ociIndex;
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
      const digest = digestBytes(bytes);
      await putManifest(repository, digest, bytes, mediaType);
      return { mediaType, digest, size: bytes.byteLength };
    },
    async tag({ digest, mediaType }, tag) {
      const stored = await getManifest(repository, digest);
      await putManifest(repository, tag, stored?.bytes ?? new Uint8Array(), mediaType);
    },
    signer(job = {}, instance = publicGood) {
      const credentials = world.tokens.issueJob({ ...signingJob, ...job });
      return createSigner({
        http,
        clock: systemClock,
        log,
        instance,
        requestIdToken: async () => {
          const response = await http.request({
            method: 'GET',
            url: `${credentials.idTokenRequestUrl ?? ''}&audience=sigstore`,
            headers: { authorization: `bearer ${credentials.idTokenRequestToken ?? ''}` },
          });
          return (response.json() as { readonly value: string }).value;
        },
      });
    },
    async attach(subject, bundle, predicateType) {
      const created = new Date().toISOString();
      const bytes = Buffer.from(JSON.stringify(bundle));
      await attachBundles(repository, subject, [{ bytes, predicateType, created }]);
    },
    async sign(subject, signer) {
      const payload = simpleSigningPayload({
        reference: `${repository.registry}/${name}`,
        digest: subject.digest,
      });
      const annotations = simpleSigningAnnotations(await signer.signBlob(payload));
      await appendSignature(repository, subject.digest, { payload, annotations });
    },
  };
}
