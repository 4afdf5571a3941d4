/** Reads a text from left to right by patterns, for the small grammars of metadata. */
export class TokenReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes what the pattern matches here; undefined, and nothing taken, when it does not. @param pattern sticky (`/y`) */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** What has not been taken. */
  get rest(): string {
    return this.#text.slice(this.#position);
  }
}
