import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { ociErrors } from '@slipway/oci/errors';
import type { StoreWatch } from './store-file.ts';

const chunkBytes = 64 * 1024;
const maxSilenceMs = 5000;

/** A file on its way to the disk, which any number of readers follow while it grows. */
export class ArrivingFile {
  /** Path of the whole, verified file. */
  readonly whole: Promise<string>;
  readonly #wanted: { readonly fileName: string; readonly sha256: string; readonly size: number };
  #partialPath = '';
  #arrived = 0;
  #ended = false;
  #stored = false;
  #waiting: (() => void)[] = [];

  /** @param store brings the file to the disk. @returns its path then */
  constructor(
    wanted: { readonly fileName: string; readonly sha256: string; readonly size: number },
    store: (watch: StoreWatch) => Promise<string>,
  ) {
    this.#wanted = wanted;
    this.whole = store({
      begun: (path) => {
        this.#partialPath = path;
        this.#arrived = 0;
      },
      grown: (bytes) => {
        this.#arrived = bytes;
        this.#wake();
      },
    });
    const end = (stored: boolean): void => {
      this.#ended = true;
      this.#stored = stored;
      this.#wake();
    };
    this.whole.then(
      () => end(true),
      () => end(false),
    );
  }

  /** Whether the whole file is on disk. */
  get isStored(): boolean {
    return this.#stored;
  }

  /**
   * Waits for the first byte, so that a refusal is known before an answer begins, but never as long as a client does.
   * @throws what stopped the file
   */
  async begin(): Promise<void> {
    const first = async (): Promise<void> => {
      while (this.#arrived === 0 && !this.#ended) await this.#progress();
      if (this.#ended) await this.whole;
    };
    const timer = new AbortController();
    try {
      const silence = wait(maxSilenceMs, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([first(), silence]);
    } finally {
      timer.abort();
    }
  }

  /**
   * The bytes as they arrive. The last byte is held back until the file is verified and known to match what was passed
   * on so far: a later attempt may have returned different bytes.
   * @throws IntegrityError E_OCI_DIGEST, and what stopped the file
   */
  async *read(): AsyncGenerator<Uint8Array> {
    const { fileName, sha256, size } = this.#wanted;
    while (this.#arrived === 0 && !this.#ended) await this.#progress();
    // It may have got its own name in between.
    const handle = this.#ended
      ? await open(await this.whole)
      : await open(this.#partialPath).catch(async () => open(await this.whole));
    const hash = createHash('sha256');
    try {
      for (let offset = 0; offset < size; ) {
        if (this.#ended) await this.whole;
        const limit = this.#ended ? size : Math.min(this.#arrived, size - 1);
        if (limit <= offset) {
          await this.#progress();
          continue;
        }
        const buffer = Buffer.alloc(Math.min(chunkBytes, limit - offset));
        const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, offset);
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        offset += bytesRead;
        if ((offset === size && hash.digest('hex') !== sha256) || (bytesRead === 0 && this.#ended)) {
          throw new IntegrityError(ociErrors.E_OCI_DIGEST, {
            message: `The registry returned different bytes for ${fileName} in a later attempt.`,
          });
        }
        if (bytesRead > 0) yield chunk;
      }
    } finally {
      await handle.close();
    }
  }

  #progress(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((done) => this.#waiting.push(done));
  }

  #wake(): void {
    for (const done of this.#waiting.splice(0)) done();
  }
}
