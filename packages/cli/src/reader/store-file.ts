import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { hashFile } from '@slipway/core/hash';
import { downloadBlob } from '@slipway/oci/blobs';
import type { FileBlob } from '@slipway/oci/pyoci/read-release';
import type { Repository } from '@slipway/oci/registry';

/**
 * Downloads a file into a folder; under its name there are only verified bytes. One that is there with the same bytes stays.
 * @returns whether it was downloaded
 * @throws IntegrityError E_GHP_FILE_DIFFERS for other bytes under the name, E_OCI_DIGEST; RemoteError E_OCI_*, E_HTTP_*
 */
export async function storeFile(
  repository: Repository,
  blob: FileBlob,
  directory: string,
  fileName: string,
): Promise<boolean> {
  const path = join(directory, fileName);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) {
    const { sha256 } = await hashFile(path);
    if (`sha256:${sha256}` === blob.digest) return false;
    throw new IntegrityError('E_GHP_FILE_DIFFERS', {
      message: `${path} is there with SHA-256 ${sha256}; the published file is ${blob.digest}.`,
      hint: 'Move it away, or download into another folder.',
    });
  }
  const partial = `${path}.${process.pid}.part`;
  let stream = createWriteStream(partial);
  try {
    await downloadBlob(repository, blob, {
      async restart() {
        stream.destroy();
        stream = createWriteStream(partial);
        await new Promise<void>((done, fail) => stream.once('open', () => done()).once('error', fail));
      },
      async write(chunk) {
        if (!stream.write(chunk)) await new Promise<void>((done) => stream.once('drain', done));
      },
    });
    stream.end();
    await finished(stream);
    await rename(partial, path);
    return true;
  } finally {
    stream.destroy();
    await rm(partial, { force: true });
  }
}
