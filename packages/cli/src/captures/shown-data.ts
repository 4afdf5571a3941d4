const objectStart = /\{\s*\\?["'][^"'\n]*\\?["']\s*:/;
// `name["key"]` is code that a sentence speaks of; a list follows a space, another bracket, or nothing.
const listStart = /(?<![\w\])])\[\s*(?:\\?["']|\{\s*\\?["']|\[\s*\\?["'[{])/;
const wholeLeftovers: ReadonlySet<string> = new Set(['[]', '{}', 'null', 'undefined', 'NaN', 'None']);

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/**
 * The data of a program that a text shows to people: JSON, whole or cut off, a list of Python, or a value that was never set.
 * @param whole the text is all there is in its cell or paragraph
 * @returns where it begins, at most 60 characters; undefined for words
 */
export function findShownData(text: string, whole: boolean): string | undefined {
  const trimmed = text.trim();
  if (whole && (wholeLeftovers.has(trimmed) || isJson(trimmed))) return trimmed.slice(0, 60);
  const found = objectStart.exec(text) ?? listStart.exec(text) ?? /\[object \w+\]/.exec(text);
  return found === null ? undefined : text.slice(found.index, found.index + 60);
}
