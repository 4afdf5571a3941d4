import type { Frame } from '../frame.ts';
import { listChildren, listOperands, type PythonSource, parsePython } from '../syntax.ts';
import { toItems, toText } from '../values/convert.ts';
import { plainText, readText, sliceText, type TextValue } from '../values/text-value.ts';
import {
  type Arguments,
  isTrue,
  listValue,
  nativeFunction,
  none,
  numberValue,
  PythonRaise,
  unknown,
  type Value,
} from '../values/value.ts';
import { openFile } from './project-paths.ts';

type Builtin = (frame: Frame, args: Arguments) => Value | Promise<Value>;

/** A name that every Python module has; undefined for one that is not known here. */
export function readBuiltin(frame: Frame, name: string): Value | undefined {
  if (name === '__name__') return plainText('__main__');
  if (name === '__file__') return plainText(`/project/${frame.source.path}`);
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  return builtin === undefined ? undefined : nativeFunction((args) => builtin(frame, args));
}

/** A Python literal in a text, such as the right-hand side of an assignment. */
export async function parseLiteral(frame: Frame, text: TextValue): Promise<Value> {
  const plain = readText(text);
  const trimmed = sliceText(text, plain.length - plain.trimStart().length, plain.trimEnd().length);
  const inner = sourceOf(trimmed);
  const statement = inner === undefined ? undefined : listChildren(inner.root)[0];
  const expression = statement?.name === 'ExpressionStatement' ? listOperands(statement)[0] : undefined;
  if (inner === undefined || expression === undefined) return unknown;
  const scope = { names: new Map<string, Value>(), parent: undefined };
  return frame.machine.evaluate({ ...frame, source: inner, scope }, expression);
}

// A text in one piece keeps its place in its file; of any other one, only the values are known.
export function sourceOf(text: TextValue): PythonSource | undefined {
  const [piece, ...more] = text.pieces;
  const { path = '', start = 0 } = more.length === 0 ? (piece?.origin ?? {}) : {};
  return parsePython(readText(text), path, start);
}

async function execute(frame: Frame, [code, globals, locals]: readonly Value[]): Promise<Value> {
  if (code?.kind !== 'text') return none;
  const source = sourceOf(code);
  if (source === undefined) return none;
  const target = locals?.kind === 'dict' ? locals : globals;
  const names = target?.kind === 'dict' ? target.entries : frame.scope.names;
  const parent = target?.kind === 'dict' ? undefined : frame.scope.parent;
  await frame.machine.execute({ ...frame, source, scope: { names, parent } }, source.root);
  return none;
}

function asSequence([value]: readonly Value[]): Value {
  if (value === undefined) return listValue([]);
  if (value.kind === 'list') return value;
  const items = toItems(value);
  return items === undefined ? unknown : listValue(items);
}

async function mapItems([call, iterated]: readonly Value[]): Promise<Value> {
  const items = iterated === undefined ? undefined : toItems(iterated);
  if (items === undefined || call?.kind !== 'function') return unknown;
  const results: Value[] = [];
  for (const item of items) results.push(await call.call({ positional: [item], named: new Map() }));
  return listValue(results);
}

const builtins: Readonly<Record<string, Builtin>> = {
  open: (frame, { positional: [path], named }) => openFile(frame, path ?? named.get('file')),
  exec: (frame, { positional, named }) =>
    execute(frame, [...positional, ...[named.get('globals')].filter((value) => value !== undefined)]),
  execfile: async (frame, { positional: [path, ...rest] }) => {
    const file = await openFile(frame, path);
    const read = file.kind === 'object' ? await file.attribute('read') : unknown;
    const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : unknown;
    return execute(frame, [text, ...rest]);
  },
  compile: (_, { positional: [code] }) => code ?? unknown,
  str: (_, { positional: [value] }) => (value === undefined ? plainText('') : (toText(value) ?? unknown)),
  int: (_, { positional: [value] }) => {
    if (value?.kind === 'number') return value;
    const text = value?.kind === 'text' ? readText(value).trim() : '';
    if (value?.kind !== 'text' || !/^\d+$/.test(text)) return unknown;
    const [piece, ...more] = value.pieces;
    const origin = piece?.origin === undefined || more.length > 0 ? undefined : piece.origin;
    const span = origin === undefined ? undefined : { ...origin, end: origin.start + text.length };
    return { kind: 'number', value: Number(text), origin: span };
  },
  len: (_, { positional: [value] }) => {
    if (value?.kind === 'text') return numberValue(readText(value).length);
    const items = value === undefined ? undefined : toItems(value);
    return items === undefined ? unknown : numberValue(items.length);
  },
  tuple: (_, { positional }) => asSequence(positional),
  list: (_, { positional }) => asSequence(positional),
  iter: (_, { positional }) => asSequence(positional),
  map: (_, { positional }) => mapItems(positional),
  filter: async (_, { positional: [call, iterated] }) => {
    const items = iterated === undefined ? undefined : toItems(iterated);
    if (items === undefined) return unknown;
    const kept: Value[] = [];
    for (const item of items) {
      const result =
        call?.kind === 'function' ? await call.call({ positional: [item], named: new Map() }) : item;
      const truth = isTrue(result);
      if (truth === undefined) return unknown;
      if (truth) kept.push(item);
    }
    return listValue(kept);
  },
  next: (_, { positional: [iterated, preset] }) => {
    const items = iterated === undefined ? undefined : toItems(iterated);
    if (items === undefined) return unknown;
    const [first] = items;
    if (first === undefined && preset === undefined) throw new PythonRaise('StopIteration');
    return first ?? preset ?? unknown;
  },
  dict: (_, { positional: [base], named }) => ({
    kind: 'dict',
    entries: new Map([...(base?.kind === 'dict' ? base.entries : []), ...named]),
  }),
  getattr: async (_, { positional: [value, name, preset] }) => {
    if (value?.kind !== 'object' || name?.kind !== 'text') return unknown;
    const found = await value.attribute(readText(name));
    return found.kind === 'unknown' ? (preset ?? unknown) : found;
  },
  locals: ({ scope }) => ({ kind: 'dict', entries: scope.names }),
  vars: ({ scope }) => ({ kind: 'dict', entries: scope.names }),
  globals: ({ scope }) => {
    let top = scope;
    while (top.parent !== undefined) top = top.parent;
    return { kind: 'dict', entries: top.names };
  },
  print: ({ machine }, { positional: [value] }) => {
    if (value !== undefined) machine.printed.push(value);
    return none;
  },
};
