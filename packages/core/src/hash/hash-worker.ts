export interface HashRequest {
  readonly path: string;
  readonly algorithms: readonly string[];
}

export type HashAnswer =
  | { readonly kind: 'hashed'; readonly size: number; readonly digests: Readonly<Record<string, string>> }
  | { readonly kind: 'not-a-file'; readonly what: string }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Hashes one file. Its text is passed to workers, so it refers to nothing outside itself. Two buffers take turns: while one is
 * hashed, a thread of the platform fills the other.
 */
export async function hashOneFile({ path, algorithms }: HashRequest): Promise<HashAnswer> {
  const { constants } = process.getBuiltinModule('node:fs');
  const { open } = process.getBuiltinModule('node:fs/promises');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const bufferBytes = 2 * 1024 * 1024;
  try {
    // Do not follow a link, and do not wait for a pipe; both flags are unknown on Windows.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(path, flags);
    try {
      const before = await file.stat({ bigint: true });
      if (!before.isFile())
        return { kind: 'not-a-file', what: before.isDirectory() ? 'a folder' : 'a device or pipe' };
      const length = Number(before.size < bufferBytes ? before.size + 1n : bufferBytes);
      const buffers = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
      const hashes = algorithms.map((name) => [name, createHash(name)] as const);
      let size = 0;
      let turn = 0;
      let reading = file.read(buffers[0] as Buffer, 0, length, null);
      for (;;) {
        const { bytesRead, buffer } = await reading;
        if (bytesRead === 0) break;
        turn = 1 - turn;
        reading = file.read(buffers[turn] as Buffer, 0, length, null);
        for (const [, each] of hashes) each.update(buffer.subarray(0, bytesRead));
        size += bytesRead;
      }
      const after = await file.stat({ bigint: true });
      if (after.mtimeNs !== before.mtimeNs || Number(after.size) !== size) return { kind: 'changed' };
      const digests = Object.fromEntries(hashes.map(([name, each]) => [name, each.digest('hex')]));
      return { kind: 'hashed', size, digests };
    } finally {
      await file.close();
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    return code === 'ELOOP'
      ? { kind: 'not-a-file', what: 'a symbolic link' }
      : { kind: 'failed', reason: code ?? message };
  }
}

/**
 * The program of a worker that answers each request. It travels as text: a bundle is one file, and a path to a second one
 * would not survive it.
 */
export const workerProgram = `const hash = ${hashOneFile.toString()};
const { parentPort } = process.getBuiltinModule('node:worker_threads');
parentPort.on('message', (request) => hash(request).then((answer) => parentPort.postMessage(answer)));`;
