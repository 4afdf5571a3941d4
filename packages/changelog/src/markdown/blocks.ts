/** What a line of Markdown is, as far as headings and links are concerned. */
export type LineRole = 'text' | 'code' | 'comment';

interface OpenFence {
  readonly marker: string;
  readonly length: number;
}

/** What is open at the end of a text: an unclosed fence swallows everything that is put after it. */
export interface OpenBlock {
  /** The fence that would close it, for instance "```". */
  readonly fence: string | undefined;
  readonly comment: boolean;
}

// CommonMark 0.31 §4.5: up to three spaces, at least three of one character, and a backtick fence has no backtick in its info string.
const openingFence = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/;
const closingFence = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

/**
 * Walks over lines of Markdown and tells fenced code and HTML comments from the rest (CommonMark §4.5 and §4.6, kind 2).
 * A heading inside of either is not a heading.
 */
export class BlockTracker {
  #fence: OpenFence | undefined;
  #comment = false;

  /** The role of the next line. */
  accept(line: string): LineRole {
    if (this.#fence !== undefined) {
      const run = closingFence.exec(line)?.[1];
      if (run?.startsWith(this.#fence.marker) && run.length >= this.#fence.length) this.#fence = undefined;
      return 'code';
    }
    if (this.#comment) {
      if (line.includes('-->')) this.#comment = false;
      return 'comment';
    }
    const opened = openingFence.exec(line);
    const run = opened?.[1] ?? opened?.[2];
    if (run !== undefined) {
      this.#fence = { marker: run.slice(0, 1), length: run.length };
      return 'code';
    }
    const comment = /^ {0,3}<!--/.exec(line)?.[0].length;
    if (comment !== undefined) {
      // A comment may close at once: `<!-->` and `<!--->` do.
      this.#comment = line.indexOf('-->', comment - 2) === -1;
      return 'comment';
    }
    return 'text';
  }

  /** What is still open after the lines accepted so far. */
  get open(): OpenBlock {
    return {
      fence: this.#fence === undefined ? undefined : this.#fence.marker.repeat(this.#fence.length),
      comment: this.#comment,
    };
  }
}
