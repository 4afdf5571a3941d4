import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { hashFile } from '@slipway/core/hash';
import { downloadBlob } from '@slipway/oci/blobs/blobs';
import { ociErrors } from '@slipway/oci/errors';
import type { FileBlob } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';
import { onDisk } from './disk.ts';

/** Is told what is on disk of a file that is not verified yet. */
export interface StoreWatch {
  /** Every attempt starts over in the same file. */
  begun(partialPath: string): void;
  /** @param bytes of this attempt, all of them */
  grown(bytes: number): void;
}

/**
 * Downloads a file into a folder. Only verified bytes get its name; an existing file with the same bytes is kept.
 * @returns whether it was downloaded
 * @throws IntegrityError E_GHP_FILE_DIFFERS for different bytes under the name, E_OCI_DIGEST; EnvironmentError
 * E_FILE_UNREADABLE when it cannot be written; RemoteError E_OCI_*, E_HTTP_*
 */
export async function storeFile(
  repository: Repository,
  blob: FileBlob,
  directory: string,
  fileName: string,
  watch?: StoreWatch,
): Promise<boolean> {
  const path = join(directory, fileName);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) {
    const { sha256 } = await hashFile(path);
    if (`sha256:${sha256}` === blob.digest) return false;
    throw new IntegrityError(ociErrors.E_GHP_FILE_DIFFERS, {
      message: `${path} already exists with SHA-256 ${sha256}, but the published file is ${blob.digest}.`,
      hint: 'Move the existing file, or download to a different folder.',
    });
  }
  const partial = `${path}.${process.pid}.part`;
  const handle = await onDisk(path, () => open(partial, 'w'));
  try {
    let position = 0;
    await downloadBlob(repository, blob, {
      async restart() {
        position = 0;
        watch?.begun(partial);
        await onDisk(path, () => handle.truncate(0));
      },
      async write(chunk) {
        await onDisk(path, () => writeAll(handle, chunk, position));
        position += chunk.byteLength;
        watch?.grown(position);
      },
    });
    await onDisk(path, async () => {
      await handle.close();
      await rename(partial, path);
    });
    return true;
  } catch (cause) {
    // What went wrong first is what is said.
    await handle.close().catch(() => undefined);
    await rm(partial, { force: true }).catch(() => undefined);
    throw cause;
  }
}

/** A single call may write only a part of the bytes. */
async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.byteLength; ) {
    const { bytesWritten } = await handle.write(
      chunk,
      written,
      chunk.byteLength - written,
      position + written,
    );
    written += bytesWritten;
  }
}
