import { ActionError } from '@slipway/core/errors/action-error';
import { hasBlob } from '../blobs/blobs.ts';
import type { Descriptor } from '../descriptor.ts';
import type { Repository } from '../registry.ts';
import { findFileBlob, type ReleaseFile } from './read-release.ts';

/**
 * What the registry lost of a listed file: `manifest` when it is gone, unreadable, or of another file; `blob` when only the bytes
 * behind it are gone or have another size.
 */
export type Damage = 'manifest' | 'blob';

const damagedManifest: ReadonlySet<string> = new Set(['E_GHP_INCOMPLETE', 'E_OCI_DIGEST', 'E_OCI_MALFORMED']);

/** Whether a manifest or an index was answered that cannot be the one that was stored. */
export function isDamagedManifest(cause: unknown): cause is ActionError {
  return cause instanceof ActionError && damagedManifest.has(cause.code);
}

/** Whether the registry has a blob of that digest and size. @throws RemoteError E_OCI_*, E_HTTP_* */
export async function holdsBlob(
  repository: Repository,
  blob: Pick<Descriptor, 'digest' | 'size'>,
  access: 'pull' | 'push' = 'pull',
): Promise<boolean> {
  try {
    return await hasBlob(repository, blob, access);
  } catch (cause) {
    if (cause instanceof ActionError && cause.code === 'E_OCI_DIGEST') return false;
    throw cause;
  }
}

/**
 * Checks whether the registry still has what an index lists. The bytes of a file are read later, when the release is
 * verified.
 * @param size expected size in bytes; defaults to that in its manifest
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function findDamage(
  repository: Repository,
  file: ReleaseFile,
  size?: number,
): Promise<Damage | undefined> {
  try {
    const blob = await findFileBlob(repository, file);
    if (size !== undefined && blob.size !== size) return 'manifest';
    return (await holdsBlob(repository, blob)) ? undefined : 'blob';
  } catch (cause) {
    if (isDamagedManifest(cause)) return 'manifest';
    throw cause;
  }
}
