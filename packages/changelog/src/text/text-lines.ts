/** One line of a text with its place, so that an edit touches exactly the bytes it means. */
export interface TextLine {
  /** Without the line ending. */
  readonly text: string;
  /** Offset of the first character, in UTF-16 code units. */
  readonly start: number;
  /** Offset after the last character, before the line ending. */
  readonly end: number;
  /** Offset after the line ending: where the next line starts. */
  readonly next: number;
  /** `\n`, `\r\n`, `\r`, or empty for a last line without one. */
  readonly ending: string;
}

/** Splits at CommonMark line endings (`\n`, `\r\n`, lone `\r`); joining `text + ending` gives the input back. */
export function splitLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
    const ending = text.startsWith('\r\n', end) ? '\r\n' : (text[end] ?? '');
    lines.push({ text: text.slice(start, end), start, end, next: end + ending.length, ending });
    start = end + ending.length;
  }
  return lines;
}

/** The line ending most lines of the text have; `\n` when there is none. */
export function dominantLineEnding(lines: readonly TextLine[]): string {
  const counts = new Map<string, number>();
  for (const { ending } of lines) if (ending !== '') counts.set(ending, (counts.get(ending) ?? 0) + 1);
  let best = '\n';
  let most = 0;
  for (const [ending, count] of counts) {
    if (count > most) {
      most = count;
      best = ending;
    }
  }
  return best;
}
