import { StringDecoder } from 'node:string_decoder';
import { neutralizeLine } from '../neutralize.ts';

// A line that never ends is passed on in pieces.
const maxLineLength = 64 * 1024;

/** Splits one output stream of a program: its text up to a limit, and its lines as they arrive. */
export class OutputCollector {
  readonly #decoder = new StringDecoder('utf8');
  readonly #maxBytes: number;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #rest = '';

  /** @param onLine undefined: only the text is wanted, and no line is looked at */
  constructor(maxBytes: number, onLine: ((line: string) => void) | undefined) {
    this.#maxBytes = maxBytes;
    this.#onLine = onLine;
  }

  /** The text so far, as it was written. */
  get text(): string {
    return Buffer.concat(this.#kept).toString('utf8');
  }

  accept(chunk: Buffer): void {
    const space = this.#maxBytes - this.#keptBytes;
    if (space > 0) {
      const part = chunk.subarray(0, space);
      this.#kept.push(part);
      this.#keptBytes += part.byteLength;
    }
    if (this.#onLine !== undefined) this.#split(this.#decoder.write(chunk));
  }

  /** The stream is over: a last line without an ending counts. */
  finish(): void {
    this.#split(this.#decoder.end());
    if (this.#rest !== '') this.#emit(this.#rest);
    this.#rest = '';
  }

  #split(text: string): void {
    const lines = `${this.#rest}${text}`.split(/\r\n|\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#emit(line);
    while (this.#rest.length > maxLineLength) {
      this.#emit(this.#rest.slice(0, maxLineLength));
      this.#rest = this.#rest.slice(maxLineLength);
    }
  }

  // A program cannot send commands to the runner: what it prints is only shown.
  #emit(line: string): void {
    this.#onLine?.(neutralizeLine(line));
  }
}
