import type { Descriptor } from '../descriptor.ts';
import type { Digest } from '../digest.ts';

/** Bytes to push under their digest. */
export interface BlobSource extends Pick<Descriptor, 'digest' | 'size'> {
  /** Opens the bytes from an offset on, again for every attempt. */
  open(start: number): AsyncIterable<Uint8Array>;
}

/** A blob in memory as a source. */
export function sourceOfBytes(digest: Digest, bytes: Uint8Array): BlobSource {
  return {
    digest,
    size: bytes.byteLength,
    async *open(start) {
      yield bytes.subarray(start);
    },
  };
}
