import { sourceOfBytes } from '../blobs/blob-source.ts';
import { hasBlob } from '../blobs/blobs.ts';
import { uploadBlob } from '../blobs/upload-blob.ts';
import { digestBytes } from '../digest.ts';
import type { Repository } from '../registry.ts';

/*
 * Who has every file of a release writes an index that leaves nothing out, and loses nothing unless somebody with fewer files read
 * the index before and writes it after. Such a partial writer says so first: it stores a blob that both can name, then reads, then
 * writes. The other writes, then looks for the blob. So one of the two sees what the other did (this is how two processes
 * exclude each other without a lock). A blob that was taken can be pulled, whether a manifest names it or not (distribution-spec,
 * "Pushing blobs": the answer gives "a pullable blob URL"), and no reader of the layout lists it.
 */

function noteOf({ name }: Repository, version: string): Uint8Array {
  return Buffer.from(`Jobs publish ${name} ${version} in parts.\n`);
}

/** Stores the note of a partial writer. It has to be there before the index is read that the writer adds to. @throws as `uploadBlob` */
export async function announcePartialWriter(repository: Repository, version: string): Promise<void> {
  const note = noteOf(repository, version);
  await uploadBlob(repository, sourceOfBytes(digestBytes(note), note));
}

/** Whether a partial writer of the version said so, now or at any time before. @throws RemoteError E_OCI_*, E_HTTP_* */
export async function findPartialWriter(repository: Repository, version: string): Promise<boolean> {
  const note = noteOf(repository, version);
  return hasBlob(repository, { digest: digestBytes(note), size: note.byteLength });
}
