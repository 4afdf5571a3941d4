import { open } from 'node:fs/promises';
import { TarProblem } from '@slipway/core/tar/tar-problem';
import { type TarSource, walkTar } from '@slipway/core/tar/walk-tar';
import { refuseLayout } from './layout-error.ts';

/** Where the bytes of a file of an archive are. */
export interface TarPlace {
  readonly offset: number;
  readonly size: number;
}

const maxEntries = 100_000;

/**
 * Finds the regular files of an uncompressed tar archive without unpacking it; the last of a name counts.
 * @throws InputError E_OCI_LAYOUT for what is no such archive, or one that readers read differently
 */
export async function scanTar(path: string, fileSize: number): Promise<ReadonlyMap<string, TarPlace>> {
  const files = new Map<string, TarPlace>();
  const handle = await open(path);
  let position = 0;
  const source: TarSource = {
    async read(length) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      position += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    async skip(length) {
      const skipped = Math.max(0, Math.min(length, fileSize - position));
      position += skipped;
      return skipped;
    },
  };
  let entries = 0;
  try {
    for await (const { type, name, size, offset } of walkTar(source)) {
      entries += 1;
      if (entries > maxEntries) throw new TarProblem(`the archive has more than ${maxEntries} members`);
      if (type === 'file') files.set(name.replace(/^(?:\.\/)+/, ''), { offset, size });
    }
    return files;
  } catch (cause) {
    throw cause instanceof TarProblem
      ? refuseLayout(path, `it is not a usable tar archive: ${cause.message}`)
      : cause;
  } finally {
    await handle.close();
  }
}
