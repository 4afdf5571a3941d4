import type { TarSource } from '@slipway/core/tar/walk-tar';

/** Reads arriving chunks as pieces of the requested length. @param onChunk sees every chunk when it is read */
export function createChunkSource(
  chunks: AsyncIterable<Buffer>,
  onChunk: (chunk: Buffer) => void,
): TarSource {
  const iterator = chunks[Symbol.asyncIterator]();
  let current: Buffer = Buffer.alloc(0);
  const take = async (length: number): Promise<Buffer> => {
    while (current.byteLength === 0) {
      const { done, value } = await iterator.next();
      if (done === true) return Buffer.alloc(0);
      onChunk(value);
      current = value;
    }
    const piece = current.subarray(0, length);
    current = current.subarray(piece.byteLength);
    return piece;
  };
  return {
    async read(length) {
      const first = await take(length);
      if (first.byteLength === length || first.byteLength === 0) return first;
      const pieces = [first];
      for (let left = length - first.byteLength; left > 0; ) {
        const piece = await take(left);
        if (piece.byteLength === 0) break;
        pieces.push(piece);
        left -= piece.byteLength;
      }
      return Buffer.concat(pieces);
    },
    async skip(length) {
      let skipped = 0;
      while (skipped < length) {
        const piece = await take(length - skipped);
        if (piece.byteLength === 0) break;
        skipped += piece.byteLength;
      }
      return skipped;
    },
  };
}
