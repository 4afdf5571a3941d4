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
 * What a hashing worker runs. Its text is handed to the worker, so it names nothing outside of itself.
 * Two buffers take turns: while one is hashed, the other is filled by a thread of the platform.
 */
export function serveHashRequests(): void {
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  const { constants } = process.getBuiltinModule('node:fs');
  const { open } = process.getBuiltinModule('node:fs/promises');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const bufferBytes = 2 * 1024 * 1024;
  const buffers = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.allocUnsafeSlow(bufferBytes)];

  const hash = async ({ path, algorithms }: HashRequest): Promise<HashAnswer> => {
    // Neither a link is followed nor a pipe waited for; both flags are unknown on Windows.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(path, flags);
    try {
      const before = await file.stat({ bigint: true });
      if (!before.isFile())
        return { kind: 'not-a-file', what: before.isDirectory() ? 'a folder' : 'a device or pipe' };
      const hashes = algorithms.map((name) => [name, createHash(name)] as const);
      let size = 0;
      let turn = 0;
      let reading = file.read(buffers[0] as Buffer, 0, bufferBytes, null);
      for (;;) {
        const { bytesRead, buffer } = await reading;
        if (bytesRead === 0) break;
        turn = 1 - turn;
        reading = file.read(buffers[turn] as Buffer, 0, bufferBytes, null);
        for (const [, each] of hashes) each.update(buffer.subarray(0, bytesRead));
        size += bytesRead;
      }
      const after = await file.stat({ bigint: true });
      if (after.mtimeNs !== before.mtimeNs || Number(after.size) !== size) return { kind: 'changed' };
      return {
        kind: 'hashed',
        size,
        digests: Object.fromEntries(hashes.map(([name, each]) => [name, each.digest('hex')])),
      };
    } finally {
      await file.close();
    }
  };

  parentPort?.on('message', (request: HashRequest) => {
    void hash(request)
      .catch((cause: NodeJS.ErrnoException): HashAnswer => {
        if (cause.code === 'ELOOP') return { kind: 'not-a-file', what: 'a symbolic link' };
        return { kind: 'failed', reason: cause.code ?? cause.message };
      })
      .then((answer) => parentPort.postMessage(answer));
  });
}
