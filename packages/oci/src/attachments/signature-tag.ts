import { runParallel } from '@slipway/core/async/run-parallel';
import { sourceOfBytes } from '../blobs/blob-source.ts';
import { findBlob } from '../blobs/blobs.ts';
import { uploadBlob } from '../blobs/upload-blob.ts';
import type { Descriptor } from '../descriptor.ts';
import { type Digest, digestBytes } from '../digest.ts';
import type { Repository } from '../registry.ts';
import { addToSharedList, type Unsettled } from './shared-list.ts';
import {
  readSignatureManifest,
  renderSignatureConfig,
  type SignatureManifest,
  signatureTag,
  writeSignatureManifest,
} from './signature-manifest.ts';

/** Media type of what cosign's older format signs (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md). */
export const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** A signature in cosign's older format. */
export interface StoredSignature {
  /** The bytes that are signed. */
  readonly payload: Uint8Array;
  /** The signature itself and what verifies it. */
  readonly annotations: Readonly<Record<string, string>>;
}

const signatureAnnotation = 'dev.cosignproject.cosign/signature';
const maxPayloadBytes = 1024 * 1024;
const parallelReads = 8;

const keyOf = ({ digest, annotations }: Descriptor): string =>
  `${digest} ${annotations?.[signatureAnnotation] ?? ''}`;

/**
 * The signatures of a digest in cosign's older format; layers of any other type, and those that are gone, are passed over as
 * cosign does.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
export async function readSignatures(
  repository: Repository,
  subject: Digest,
): Promise<readonly StoredSignature[]> {
  const { layers } = await readSignatureManifest(repository, subject);
  const wanted = layers.filter(
    ({ mediaType, size }) => mediaType === simpleSigningMediaType && size <= maxPayloadBytes,
  );
  const found = new Map<Descriptor, StoredSignature>();
  await runParallel(wanted, parallelReads, async (layer) => {
    const payload = await findBlob(repository, layer);
    if (payload !== undefined) found.set(layer, { payload, annotations: layer.annotations ?? {} });
  });
  return wanted.flatMap((layer) => found.get(layer) ?? []);
}

/**
 * Adds a signature to those under the tag of a digest; those of others stay.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
export async function appendSignature(
  repository: Repository,
  subject: Digest,
  { payload, annotations }: StoredSignature,
): Promise<Unsettled> {
  const source = sourceOfBytes(digestBytes(payload), payload);
  const { digest, size } = source;
  const layer = { mediaType: simpleSigningMediaType, digest, size, annotations };
  const sent = new Set<Digest>();
  let manifestAnnotations: SignatureManifest['annotations'];
  return addToSharedList(
    repository,
    {
      tag: signatureTag(subject),
      async read() {
        const found = await readSignatureManifest(repository, subject);
        manifestAnnotations = found.annotations;
        return found.layers;
      },
      keyOf,
      async prepare(layers) {
        const absent = [source, renderSignatureConfig(layers)].filter((blob) => !sent.has(blob.digest));
        await Promise.all(absent.map((blob) => uploadBlob(repository, blob, { isNew: true })));
        for (const blob of absent) sent.add(blob.digest);
        return absent.length > 0;
      },
      write: (layers) =>
        writeSignatureManifest(repository, subject, { layers, annotations: manifestAnnotations }),
    },
    [layer],
  );
}
