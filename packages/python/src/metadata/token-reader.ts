/** Reads a text from left to right with patterns, for the small grammars of metadata. */
export class TokenReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Consumes what the pattern matches here; returns undefined and consumes nothing if it does not match. @param pattern sticky
   * (`/y`)
   */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  /** The remaining text. */
  get rest(): string {
    return this.#text.slice(this.#position);
  }
}
