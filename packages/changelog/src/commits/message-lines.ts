import { BlockTracker } from '../markdown/blocks.ts';

// What is longer is no line that a person wrote as a title or a footer.
const maxLineLength = 500;

/**
 * The lines of a commit message, each cut at 500 characters. Lines of code, comments and quotations are empty: an example of a
 * footer is not a footer.
 */
export function readProse(message: string): readonly string[] {
  const lines = message.split(/\r\n|\n|\r/);
  // Most messages have neither a fence nor a comment, and nothing to track.
  if (!/[`~]{3}|<!--/.test(message)) return lines.map((line) => (isQuoted(line) ? '' : cut(line)));
  const tracker = new BlockTracker();
  return lines.map((line) => (tracker.accept(line) !== 'text' || isQuoted(line) ? '' : cut(line)));
}

const isQuoted = (line: string): boolean => /^(?: {4}|\t|>)/.test(line);

function cut(line: string): string {
  return (line.length > maxLineLength ? line.slice(0, maxLineLength) : line).trimEnd();
}
