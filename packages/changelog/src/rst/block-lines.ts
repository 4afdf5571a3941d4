/** Lines of a block, without their endings. */
export type BlockLines = readonly string[];

/** The lines from `from` on that are indented, with the blank lines between them. */
export function takeIndented(
  lines: BlockLines,
  from: number,
): { readonly lines: BlockLines; readonly next: number } {
  let next = from;
  let end = from;
  while (next < lines.length) {
    const line = lines[next] ?? '';
    if (line.trim() !== '' && !/^\s/.test(line)) break;
    next += 1;
    if (line.trim() !== '') end = next;
  }
  return { lines: lines.slice(from, end), next: end };
}

/** The lines without the indentation that all of them share. */
export function dedent(lines: BlockLines): BlockLines {
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines)
    if (line.trim() !== '') margin = Math.min(margin, line.length - line.trimStart().length);
  return Number.isFinite(margin) ? lines.map((line) => line.slice(margin)) : lines;
}
