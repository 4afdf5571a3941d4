import { createHash } from 'node:crypto';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { downloadBlob } from '@slipway/oci/blobs/blobs';
import type { FileBlob } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';

/** Hex SHA-256 of the bytes that a registry serves for a blob, whatever its digest says. @throws RemoteError E_OCI_*, E_HTTP_* */
export async function hashBlob(
  repository: Repository,
  blob: Pick<FileBlob, 'digest' | 'size'>,
): Promise<string> {
  let hash = createHash('sha256');
  try {
    await downloadBlob(repository, blob, {
      restart: () => {
        hash = createHash('sha256');
      },
      write: (chunk) => void hash.update(chunk),
    });
  } catch (cause) {
    // Other bytes than the digest promises are what is looked for.
    if (!(cause instanceof IntegrityError)) throw cause;
  }
  return hash.digest('hex');
}
