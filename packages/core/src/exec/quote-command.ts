/**
 * A path as the first argument of `exec`, which the library splits into words: quoted, with the one escape that it knows. A
 * backslash goes outside the quotes, where it is taken as it is; the blank at the end keeps the library from trimming the word.
 */
export function quoteCommand(path: string): string {
  const quoted = path.replace(/[\\"]/g, (mark) => (mark === '"' ? '\\"' : '"\\"'));
  return `"${quoted}" `;
}
