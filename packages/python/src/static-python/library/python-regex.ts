/** Flags of a regular expression of Python, by their letters. */
export type PythonFlags = ReadonlySet<string>;

const allowed = new Set(['i', 'm', 's', 'x', 'u', 'a']);

/**
 * A regular expression of Python's `re` as one of JavaScript, which finds the same in the text of a file. Characters are those of
 * Unicode, as for a `str` of Python.
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
    return new RegExp(translated, `du${letters}`);
  } catch {
    return undefined;
  }
}

const word = String.raw`\p{L}\p{N}_`;
const notAfter = `(?<![${word}])`;
const notBefore = `(?![${word}])`;

// What is written differently outside of a set: a fixed text, or a form with its groups.
const forms: readonly (readonly [from: RegExp, to: string | undefined])[] = [
  [/\(\?P<([A-Za-z_]\w*)>/y, '(?<$1>'],
  [/\(\?P=([A-Za-z_]\w*)\)/y, '\\k<$1>'],
  [/\(\?#[^)]*\)/y, ''],
  // An atomic group, a condition, flags in the middle, a possessive quantifier.
  [/\(\?>|\(\?\(|\(\?[a-zA-Z]+\)|[*+?}]\+/y, undefined],
  [/\\N\{|\\[uUpPx](?![0-9a-fA-F])/y, undefined],
  [/\\U[0-9a-fA-F]{8}/y, undefined],
  [/\\A/y, '(?<![^])'],
  [/\\Z/y, '(?![^])'],
  [/\\b/y, `(?:(?<=[${word}])${notBefore}|${notAfter}(?=[${word}]))`],
  [/\\B/y, `(?:(?<=[${word}])(?=[${word}])|${notAfter}${notBefore})`],
  [/\\w/y, `[${word}]`],
  [/\\W/y, `[^${word}]`],
  [/\\d/y, '\\p{Nd}'],
  [/\\D/y, '\\P{Nd}'],
  [/\\a/y, '\\x07'],
  [/\{,(\d+)\}/y, '{0,$1}'],
  [/(\{\d+(?:,\d*)?\})/y, '$1'],
  // Ordinary characters in Python that JavaScript wants escaped, and the other way around.
  [/([\]{}])/y, '\\$1'],
  [/\\([^\w^$\\.*+?()[\]{}|/])/y, '$1'],
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
      out += translateCharacter(character, flags);
      at += 1;
    }
  }
  return out;
}

function translateCharacter(character: string, flags: PythonFlags): string {
  // Files are read with their line ends translated, so that a line ends before `\r\n` as well. Without the flag `m`, Python's `$`
  // also matches before a line break at the very end.
  if (character === '$') return flags.has('m') ? '(?=\\r?\\n|(?![^]))' : '(?=\\r?\\n?(?![^]))';
  if (character === '^') return flags.has('m') ? '(?<=\\n|(?<![^]))' : '(?<![^])';
  if (character === '.') return flags.has('s') ? '[^]' : '[^\\r\\n]';
  return character;
}

function translateAt(body: string, at: number): { text: string; length: number } | 'unsupported' | undefined {
  for (const [from, to] of forms) {
    from.lastIndex = at;
    const found = from.exec(body)?.[0];
    if (found === undefined) continue;
    if (to === undefined) return 'unsupported';
    return { text: found.replace(new RegExp(from.source, 's'), to), length: found.length };
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

const setEscapes: Readonly<Record<string, string>> = { w: word, d: '\\p{Nd}', D: '\\P{Nd}', a: '\\x07' };

function translateSet(set: string): string {
  const [, opening = '[', inside = ''] = /^(\[\^?)([\s\S]*)\]$/.exec(set) ?? [];
  const translated = inside.replace(/\\([\s\S])|([[\](){}|/])/g, (_, escaped?: string, plain?: string) => {
    if (escaped === undefined) return `\\${plain}`;
    if (setEscapes[escaped] !== undefined) return setEscapes[escaped];
    return /[\w^$\\.*+?()[\]{}|/-]/.test(escaped) ? `\\${escaped}` : escaped;
  });
  return `${opening}${translated}]`;
}
