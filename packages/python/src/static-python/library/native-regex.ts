import { plainText, readText, sliceText, type TextValue } from '../values/text-value.ts';
import {
  type Arguments,
  listValue,
  nativeFunction,
  none,
  numberValue,
  objectOf,
  PythonRaise,
  unknown,
  type Value,
} from '../values/value.ts';
import { translateRegex } from './python-regex.ts';

/** Characters of a text that a pattern of the project is tried on. */
const maxSearched = 256 * 1024;

const flagNames: Readonly<Record<string, string>> = {
  M: 'm',
  MULTILINE: 'm',
  S: 's',
  DOTALL: 's',
  I: 'i',
  IGNORECASE: 'i',
  X: 'x',
  VERBOSE: 'x',
  U: 'u',
  UNICODE: 'u',
  A: 'a',
  ASCII: 'a',
};

/** The module `re`. Flags are strings of their letters, which `|` and `+` join. */
export function regexModule(): Value {
  const flags = Object.fromEntries(
    Object.entries(flagNames).map(([name, letter]) => [name, plainText(letter)]),
  );
  return objectOf({
    ...flags,
    escape: nativeFunction(({ positional: [text] }) =>
      text?.kind === 'text' ? plainText(readText(text).replace(/[^\w\s]/g, '\\$&')) : unknown,
    ),
    compile: nativeFunction((args) => compilePattern(args)),
    ...methodsOf((args) => {
      const [pattern, ...rest] = args.positional;
      const flagged = args.named.get('flags') ?? rest[1];
      const named = new Map(flagged === undefined ? [] : [['flags', flagged]]);
      return { pattern: { positional: pattern === undefined ? [] : [pattern], named }, subject: rest[0] };
    }),
  });
}

interface Search {
  readonly pattern: Arguments;
  readonly subject: Value | undefined;
}

function compilePattern(pattern: Arguments): Value {
  return objectOf(methodsOf(({ positional: [subject] }) => ({ pattern, subject })));
}

function readPattern({ positional: [pattern, flags], named }: Arguments): RegExp | undefined {
  if (pattern?.kind === 'object') return undefined;
  const letters = named.get('flags') ?? flags;
  if (pattern?.kind !== 'text' || (letters !== undefined && letters.kind !== 'text')) return undefined;
  return translateRegex(readText(pattern), new Set(letters === undefined ? '' : readText(letters)));
}

function methodsOf(read: (args: Arguments) => Search): Record<string, Value> {
  const search = (args: Arguments, accept: (found: RegExpExecArray, text: string) => boolean): Value => {
    const { pattern, subject } = read(args);
    const expression = readPattern(pattern);
    if (expression === undefined || subject?.kind !== 'text') return unknown;
    const text = readText(subject).slice(0, maxSearched);
    const found = expression.exec(text);
    return found !== null && accept(found, text) ? matchValue(found, subject) : none;
  };
  return {
    search: nativeFunction((args) => search(args, () => true)),
    match: nativeFunction((args) => search(args, ({ index }) => index === 0)),
    fullmatch: nativeFunction((args) => search(args, (found, text) => found[0].length === text.length)),
    findall: nativeFunction((args) => {
      const { pattern, subject } = read(args);
      const expression = readPattern(pattern);
      if (expression === undefined || subject?.kind !== 'text') return unknown;
      const text = readText(subject).slice(0, maxSearched);
      const found = [...text.matchAll(new RegExp(expression.source, `g${expression.flags}`))];
      return listValue(found.map((each) => listFound(each, subject)));
    }),
    sub: nativeFunction(({ positional }) => {
      const { pattern, subject } = read({ positional: positional.toSpliced(1, 1), named: new Map() });
      const expression = readPattern(pattern);
      if (expression === undefined || subject?.kind !== 'text') return unknown;
      return expression.test(readText(subject)) ? unknown : subject;
    }),
  };
}

function groupOf(found: RegExpExecArray, subject: TextValue, key: string | number): Value {
  const span = typeof key === 'number' ? found.indices?.[key] : found.indices?.groups?.[key];
  const exists = typeof key === 'number' ? key < found.length : Object.hasOwn(found.groups ?? {}, key);
  if (!exists) throw new PythonRaise('IndexError: no such group');
  return span === undefined ? none : sliceText(subject, ...span);
}

// `findall` gives the groups of a pattern that has some, or what it matched.
function listFound(found: RegExpExecArray, subject: TextValue): Value {
  if (found.length === 1) return groupOf(found, subject, 0);
  const groups = [...found.keys()].slice(1).map((index) => groupOf(found, subject, index));
  return groups.length === 1 ? (groups[0] ?? unknown) : listValue(groups);
}

function matchValue(found: RegExpExecArray, subject: TextValue): Value {
  const pick = (key: Value | undefined): Value => {
    if (key === undefined) return groupOf(found, subject, 0);
    if (key.kind === 'number') return groupOf(found, subject, key.value);
    return key.kind === 'text' ? groupOf(found, subject, readText(key)) : unknown;
  };
  const names = Object.keys(found.groups ?? {});
  return objectOf(
    {
      group: nativeFunction(({ positional }) =>
        positional.length > 1 ? listValue(positional.map(pick)) : pick(positional[0]),
      ),
      groups: nativeFunction(() =>
        listValue([...found.keys()].slice(1).map((index) => groupOf(found, subject, index))),
      ),
      groupdict: nativeFunction(() => ({
        kind: 'dict',
        entries: new Map(names.map((name) => [name, groupOf(found, subject, name)])),
      })),
      end: nativeFunction(() => numberValue(found.index + found[0].length)),
      start: nativeFunction(() => numberValue(found.index)),
    },
    { index: pick },
  );
}
