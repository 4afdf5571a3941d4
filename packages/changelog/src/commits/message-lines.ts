import { BlockTracker } from '../markdown/blocks.ts';

// What is longer is no line that a person wrote as a title or a footer.
const maxLineLength = 500;

/**
 * The lines of a commit message, each cut at 500 characters. Lines of code, comments and quotations are empty: an example of a
 * footer is not a footer.
 */
export function readProse(message: string): readonly string[] {
  const tracker = new BlockTracker();
  return message
    .split(/\r\n|\n|\r/)
    .map((line) => (tracker.accept(line) !== 'text' || /^(?: {4}|\t|>)/.test(line) ? '' : cut(line)));
}

function cut(line: string): string {
  return (line.length > maxLineLength ? line.slice(0, maxLineLength) : line).trimEnd();
}
