import type { Frame } from '../frame.ts';
import { plainText, readText, sliceText, type TextValue, textFrom } from '../values/text-value.ts';
import {
  booleanValue,
  listValue,
  nativeFunction,
  none,
  type ObjectValue,
  objectOf,
  PythonRaise,
  unknown,
  type Value,
} from '../values/value.ts';

/** Where the project lies for the program that is read; no file is ever read below it by this name. */
export const projectRoot = '/project';

/** A path without `.` and `..`; those above the root stay there. */
export function normalizePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

/** The name that a path has in the project; undefined outside of it. */
export function insideProject(path: string): string | undefined {
  const plain = normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`);
  if (plain === projectRoot) return '';
  return plain.startsWith(`${projectRoot}/`) ? plain.slice(projectRoot.length + 1) : undefined;
}

/** `os.path.join`. */
export function joinPaths(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (part.startsWith('/') || path === '' ? part : `${path.replace(/\/$/, '')}/${part}`),
    '',
  );
}

/** `os.path.dirname`. */
export const folderOf = (path: string): string =>
  path.replace(/\/?[^/]*$/, '') || (path.startsWith('/') ? '/' : '');

/** The text of a path, given as a string or as a `Path`. */
export function pathText(value: Value | undefined): string | undefined {
  if (value?.kind === 'text') return readText(value);
  return value?.kind === 'object' && value.text !== undefined ? readText(value.text) : undefined;
}

/** The text of a file of the project, by its path. @throws PythonRaise if there is none */
export async function readFileText(frame: Frame, path: string | undefined): Promise<TextValue | undefined> {
  if (path === undefined) return undefined;
  const inside = insideProject(path);
  const text = inside === undefined ? undefined : await frame.machine.read(inside);
  if (inside === undefined || text === undefined)
    throw new PythonRaise(`FileNotFoundError: ${path.slice(0, 200)}`);
  // Python drops a byte order mark with `utf-8-sig` only; versions do not begin with one either way.
  return textFrom(text, inside, 0);
}

/** `open(path)`. */
export async function openFile(frame: Frame, path: Value | undefined): Promise<Value> {
  const text = await readFileText(frame, pathText(path));
  if (text === undefined) return unknown;
  const plain = readText(text);
  const lines = [...plain.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ index, 0: line }) =>
    sliceText(text, index, index + line.length),
  );
  let next = 0;
  return objectOf(
    {
      read: nativeFunction(() => text),
      readline: nativeFunction(() => lines[next++] ?? plainText('')),
      readlines: nativeFunction(() => listValue(lines)),
      close: nativeFunction(() => none),
    },
    { items: lines },
  );
}

/** A `pathlib.Path`. */
export function pathValue(frame: Frame, path: string): ObjectValue {
  const again = (changed: string): ObjectValue => pathValue(frame, changed);
  const joined = (others: readonly Value[]): Value => {
    const texts = others.map(pathText);
    return texts.includes(undefined) ? unknown : again(joinPaths([path, ...(texts as string[])]));
  };
  const absolute = (): ObjectValue =>
    again(normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`));
  const attributes: Readonly<Record<string, () => Value>> = {
    parent: () => again(folderOf(path)),
    parents: () => listValue([again(folderOf(path)), again(folderOf(folderOf(path)))]),
    name: () => plainText(path.slice(path.lastIndexOf('/') + 1)),
    resolve: () => nativeFunction(absolute),
    absolute: () => nativeFunction(absolute),
    joinpath: () => nativeFunction(({ positional }) => joined(positional)),
    read_text: () => nativeFunction(async () => (await readFileText(frame, path)) ?? unknown),
    read_bytes: () => nativeFunction(async () => (await readFileText(frame, path)) ?? unknown),
    open: () => nativeFunction(() => openFile(frame, plainText(path))),
    exists: () => nativeFunction(() => existsIn(frame, path)),
    is_dir: () => nativeFunction(() => existsIn(frame, path)),
    is_file: () => nativeFunction(() => existsIn(frame, path)),
    with_name: () =>
      nativeFunction(({ positional: [name] }) => again(joinPaths([folderOf(path), pathText(name) ?? '']))),
  };
  return {
    kind: 'object',
    text: plainText(path),
    attribute: async (name) => attributes[name]?.() ?? unknown,
    join: (other) => joined([other]),
  };
}

/** Whether a file is in the project. A folder is one with a module in it. */
export async function existsIn(frame: Frame, path: string | undefined): Promise<Value> {
  const inside = path === undefined ? undefined : insideProject(path);
  if (inside === undefined) return unknown;
  const isThere = async (file: string): Promise<boolean> => (await frame.machine.read(file)) !== undefined;
  return booleanValue((await isThere(inside)) || (await isThere(`${inside}/__init__.py`)));
}
