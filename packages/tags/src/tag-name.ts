/**
 * Whether a text can be the name of a tag, by the rules of `git check-ref-format`.
 * https://git-scm.com/docs/git-check-ref-format
 */
export function isTagName(text: string): boolean {
  return (
    text !== '' &&
    text !== '@' &&
    !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{|\/\/|^[/.-]|\/\.|\.lock(\/|$)|[/.]$/u.test(text)
  );
}
