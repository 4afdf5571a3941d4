import { lineOfOffset, type VersionLocation } from './version-location.ts';

const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);
// A string with its prefix; `skipString` finds the quotes that close it.
const stringStart = /[rRbBuUfF]{0,2}("""|'''|"|')/y;

function skipString(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text.startsWith(quote, at)) return at + quote.length;
    // A plain string ends with its line, even if it is broken.
    else if (quote.length === 1 && text[at] === '\n') return at;
  }
  return text.length;
}

/** Offsets at which a statement of the module itself begins: not in a string, a bracket, a block or a comment. */
function* listStatements(text: string): Generator<number> {
  let depth = 0;
  let atStart = true;
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const character = text[at] ?? '';
    if (atStart && depth === 0 && /[A-Za-z_]/.test(character)) yield at;
    atStart = false;
    stringStart.lastIndex = at;
    const found = /["'rRbBuUfF]/.test(character) ? stringStart.exec(text) : null;
    if (found !== null) {
      at = skipString(text, stringStart.lastIndex, found[1] ?? '"');
      continue;
    }
    if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (opening.has(character)) depth += 1;
    else if (closing.has(character)) depth = Math.max(0, depth - 1);
    else if (character === '\\' && /\r?\n/y.test(text.slice(at + 1, at + 3))) at += 1;
    else if (character === '\n') atStart = true;
    // Skip a whole word: the `r` in `for` does not begin a string.
    at += /\w/.test(character) ? (/^\w+?(?=["']|\W|$)/.exec(text.slice(at, at + 400))?.[0].length ?? 1) : 1;
  }
}

/**
 * The string that a module assigns to one of `names` at its top level, with or without an annotation.
 * @returns undefined if there is none, `not a string` if the value is not a plain string
 */
export function findPythonAssignment(
  text: string,
  names: readonly string[],
  path: string,
): VersionLocation | 'not a string' | undefined {
  const assignment = new RegExp(
    `(${names.join('|')})[ \\t]*(?::[^=\\n]*)?=[ \\t]*(?:\\(?[ \\t]*)(?:[uU]?("""|'''|"|')([^"'\\\\\\n]*)\\2)?`,
    'y',
  );
  let other = false;
  for (const start of listStatements(text)) {
    assignment.lastIndex = start;
    const found = assignment.exec(text);
    if (found === null || text[assignment.lastIndex - 1] === undefined || isComparison(text, found[0], start))
      continue;
    const [whole, label = '', quote, version] = found;
    if (quote === undefined || version === undefined || !endsStatement(text, start + whole.length)) {
      other = true;
      continue;
    }
    const end = start + whole.length - quote.length;
    return { path, label, line: lineOfOffset(text, start), version, start: end - version.length, end };
  }
  return other ? 'not a string' : undefined;
}

const isComparison = (text: string, matched: string, start: number): boolean =>
  matched.trimEnd().endsWith('=') && text[start + matched.trimEnd().length] === '=';

// `"1." + minor` and `("1", "2")` begin like a version but are not one.
function endsStatement(text: string, at: number): boolean {
  return /^[ \t]*\)?[ \t]*(?:[#;\r\n]|$)/.test(text.slice(at, at + 200));
}
