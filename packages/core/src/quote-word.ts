/** One word of a POSIX shell, for a command that a reader copies: nothing in it is expanded, an exclamation mark included. */
export function quoteWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
