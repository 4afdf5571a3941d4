import { lstat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { EnvironmentError, InputError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';
import { type HashAnswer, type HashRequest, hashOneFile, workerProgram } from './hash/hash-worker.ts';
import { neutralizeLine } from './neutralize.ts';

/** Names of `node:crypto`; `blake2b512` is what `b2sum` computes. */
export type HashAlgorithm = 'sha256' | 'sha512' | 'blake2b512';

/** The state of a file while it was read. */
export interface HashedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Hex, lower case; always computed. */
  readonly sha256: string;
  /** Hex, lower case; the requested algorithms. */
  readonly digests: Readonly<Partial<Record<HashAlgorithm, string>>>;
}

export interface HashOptions {
  /** Default: only SHA-256. */
  readonly algorithms?: readonly HashAlgorithm[];
  readonly signal?: AbortSignal;
}

const maxWorkers = 4;
// About 20 ms on one core.
const quickBytes = 32 * 1024 * 1024;

/** Hashes one file. @throws like `hashFiles` */
export async function hashFile(path: string, options: HashOptions = {}): Promise<HashedFile> {
  const [file] = await hashFiles([path], options);
  if (file === undefined) throw new Error('one path returns one file');
  return file;
}

/**
 * Hashes files in their order, as many at a time as there are processors; memory does not grow with their sizes.
 * @throws InputError E_FILE_UNREADABLE for anything except a regular file (links are not followed), and for a file that changes
 * while it is read
 */
export async function hashFiles(paths: readonly string[], options: HashOptions = {}): Promise<HashedFile[]> {
  const { signal } = options;
  signal?.throwIfAborted();
  const algorithms = [...new Set<HashAlgorithm>(['sha256', ...(options.algorithms ?? [])])];
  if (await isQuick(paths)) {
    const quick: HashedFile[] = [];
    for (const path of paths) {
      signal?.throwIfAborted();
      quick.push(readAnswer(path, await hashOneFile({ path, algorithms })));
    }
    return quick;
  }
  const results: HashedFile[] = [];
  const queue = paths.entries();
  const workers: Worker[] = [];
  const drain = async (): Promise<void> => {
    const worker = startWorker();
    workers.push(worker);
    for (const [index, path] of queue) {
      signal?.throwIfAborted();
      results[index] = readAnswer(path, await ask(worker, { path, algorithms }, signal));
    }
  };
  try {
    const count = Math.min(paths.length, availableParallelism(), maxWorkers);
    await Promise.all(Array.from({ length: count }, drain));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** Whether hashing takes less time than starting a worker. */
async function isQuick(paths: readonly string[]): Promise<boolean> {
  let bytes = 0;
  for (const path of paths) {
    // A missing or irregular file is reported when it is read.
    bytes += (await lstat(path).catch(() => undefined))?.size ?? 0;
    if (bytes > quickBytes) return false;
  }
  return true;
}

function startWorker(): Worker {
  return new Worker(workerProgram, { eval: true, env: {} });
}

function ask(worker: Worker, request: HashRequest, signal: AbortSignal | undefined): Promise<HashAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', answer).off('error', fail).off('exit', end);
      signal?.removeEventListener('abort', abort);
      act();
    };
    const answer = (message: HashAnswer): void => settle(() => resolve(message));
    const fail = (cause: unknown): void => settle(() => reject(cause));
    const end = (): void => fail(new Error('the hash worker exited early'));
    const abort = (): void => fail(signal?.reason);
    worker.on('message', answer).on('error', fail).on('exit', end);
    signal?.addEventListener('abort', abort, { once: true });
    worker.postMessage(request);
  });
}

function readAnswer(path: string, answer: HashAnswer): HashedFile {
  const shown = neutralizeLine(path, 300);
  switch (answer.kind) {
    case 'hashed': {
      const { sha256 = '' } = answer.digests;
      return { path, size: answer.size, sha256, digests: answer.digests };
    }
    case 'not-a-file':
      throw new InputError(coreErrors.E_FILE_UNREADABLE, {
        message: `"${shown}" is not a regular file (${answer.what}).`,
      });
    case 'changed':
      throw new EnvironmentError(coreErrors.E_FILE_UNREADABLE, {
        message: `"${shown}" changed while it was being read.`,
        hint: 'Another process is writing to this folder. Hash the files after they are complete.',
      });
    case 'failed':
      throw new InputError(coreErrors.E_FILE_UNREADABLE, {
        message: `"${shown}" cannot be read: ${answer.reason}.`,
      });
  }
}
