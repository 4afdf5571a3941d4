import type { FileHandle } from 'node:fs/promises';

const windowBytes = 1024 * 1024;

/**
 * Reads a file in large pieces, for a reader that needs many small ranges one after another. A call of the file system costs as
 * much as reading several members of a typical archive.
 */
export class FileWindow {
  readonly #file: FileHandle;
  readonly #buffer = Buffer.alloc(windowBytes);
  #start = 0;
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * A range of the file, without a copy: it is valid until the next read.
   * @param length bytes; at most 1 MiB
   * @returns fewer bytes only at the end of the file
   */
  async read(position: number, length: number): Promise<Buffer> {
    return this.peek(position, length) ?? (await this.#fill(position, length));
  }

  /** The range if it is already in memory. */
  peek(position: number, length: number): Buffer | undefined {
    const from = position - this.#start;
    if (from < 0 || from + length > this.#length) return undefined;
    return this.#buffer.subarray(from, from + length);
  }

  async #fill(position: number, length: number): Promise<Buffer> {
    if (length > windowBytes) throw new RangeError(`at most ${windowBytes} bytes are read, not ${length}`);
    this.#start = position;
    this.#length = 0;
    while (this.#length < windowBytes) {
      const left = windowBytes - this.#length;
      const { bytesRead } = await this.#file.read(this.#buffer, this.#length, left, position + this.#length);
      if (bytesRead === 0) break;
      this.#length += bytesRead;
    }
    return this.#buffer.subarray(0, Math.min(length, this.#length));
  }
}
