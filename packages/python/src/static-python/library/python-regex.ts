/** Flags of a regular expression of Python, by their letters. */
export type PythonFlags = ReadonlySet<string>;

const allowed = new Set(['i', 'm', 's', 'x', 'u', 'a']);

/**
 * A regular expression of Python's `re` as one of JavaScript, which finds the same in the text of a file.
 * @param flags letters as in `(?im)`
 * @returns undefined if it uses what JavaScript has no equivalent for
 */
export function translateRegex(source: string, flags: PythonFlags = new Set()): RegExp | undefined {
  const leading = /^\(\?([a-zA-Z]+)\)/.exec(source);
  const all = new Set([...flags, ...(leading?.[1] ?? '')]);
  if ([...all].some((flag) => !allowed.has(flag))) return undefined;
  const body = leading === null ? source : source.slice(leading[0].length);
  const translated = translateBody(body, all);
  if (translated === undefined) return undefined;
  const letters = ['i', 'm', 's'].filter((flag) => all.has(flag)).join('');
  try {
    return new RegExp(translated, `d${letters}`);
  } catch {
    return undefined;
  }
}

// What has to be written differently outside of a set, longest first.
const groups: readonly (readonly [from: RegExp, to: string | undefined])[] = [
  [/\(\?P<([A-Za-z_]\w*)>/y, '(?<$1>'],
  [/\(\?P=([A-Za-z_]\w*)\)/y, '\\k<$1>'],
  [/\(\?#[^)]*\)/y, ''],
  // An atomic group, a condition, flags in the middle, a possessive quantifier.
  [/\(\?>|\(\?\(|\(\?[a-zA-Z]+\)|[*+?}]\+/y, undefined],
  [/\\A/y, '(?<![^])'],
  [/\\Z/y, '(?![^])'],
  [/\\N\{|\\[uUpP]/y, undefined],
];

function translateBody(body: string, flags: PythonFlags): string | undefined {
  let out = '';
  for (let at = 0; at < body.length; ) {
    const character = body[at] ?? '';
    if (character === '[') {
      const end = findSetEnd(body, at);
      out += translateSet(body.slice(at, end));
      at = end;
      continue;
    }
    const special = translateAt(body, at);
    if (special === 'unsupported') return undefined;
    if (special !== undefined) {
      out += special.text;
      at += special.length;
    } else if (character === '\\') {
      out += body.slice(at, at + 2);
      at += 2;
    } else if (flags.has('x') && (/\s/.test(character) || character === '#')) {
      const end = character === '#' ? body.indexOf('\n', at) : at + 1;
      at = end < 0 ? body.length : end;
    } else {
      // Without the flag `m`, Python's `$` also matches before a line break at the very end.
      out += character === '$' && !flags.has('m') ? '(?=\\r?\\n?(?![^]))' : character;
      at += 1;
    }
  }
  return out;
}

function translateAt(body: string, at: number): { text: string; length: number } | 'unsupported' | undefined {
  for (const [from, to] of groups) {
    from.lastIndex = at;
    const found = from.exec(body)?.[0];
    if (found === undefined) continue;
    if (to === undefined) return 'unsupported';
    return { text: found.replace(new RegExp(from.source), to), length: found.length };
  }
  return undefined;
}

// A bracket that follows the opening one, or its `^`, is an ordinary character.
function findSetEnd(body: string, start: number): number {
  let at = start + (body[start + 1] === '^' ? 2 : 1);
  if (body[at] === ']') at += 1;
  for (; at < body.length && body[at] !== ']'; at += 1) if (body[at] === '\\') at += 1;
  return at + 1;
}

function translateSet(set: string): string {
  return set
    .replace(/^(\[\^?)\]/, '$1\\]')
    .replace(/(?<!^)\[/g, (found, offset: number) => (set[offset - 1] === '\\' ? found : '\\['));
}
