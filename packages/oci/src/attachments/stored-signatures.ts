import type { Digest } from '../digest.ts';
import type { Repository } from '../registry.ts';
import { listBundles, type StoredBundle } from './bundles.ts';
import { readSignatures, type StoredSignature } from './signature-tag.ts';

/** Everything that says who vouches for a manifest, in both formats, whoever stored it. */
export interface StoredSignatures {
  readonly bundles: readonly StoredBundle[];
  /** In cosign's older format. */
  readonly legacy: readonly StoredSignature[];
}

/** Reads the attachments of a manifest. @throws RemoteError E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST */
export async function readStoredSignatures(
  repository: Repository,
  subject: Digest,
): Promise<StoredSignatures> {
  const [bundles, legacy] = await Promise.all([
    listBundles(repository, subject),
    readSignatures(repository, subject),
  ]);
  return { bundles, legacy };
}
