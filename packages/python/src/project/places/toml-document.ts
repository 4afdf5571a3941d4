import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import { pythonErrors } from '../../errors.ts';

export type TomlValue = string | number | boolean | Date | bigint | readonly TomlValue[] | TomlTable;
export type TomlTable = { readonly [key: string]: TomlValue };

/** A string of a document and its position. */
export interface TomlString {
  readonly value: string;
  /** UTF-16 offsets of the literal with its quotes. */
  readonly start: number;
  readonly end: number;
  /** One-based. */
  readonly line: number;
}

/** A TOML 1.0 document of which strings can be replaced in place. */
export interface TomlDocument {
  readonly path: string;
  readonly text: string;
  readonly data: TomlTable;
  /** The string at a path of keys and indexes; undefined if there is none or it is not a string. */
  findString(keys: readonly (string | number)[]): TomlString | undefined;
}

/** Characters: a syntax tree needs some hundred times as much memory as its text. Lock files are written by machines. */
const maxLength = 512 * 1024;
const maxLockLength = 8 * 1024 * 1024;

const byteOrderMark = '\uFEFF';

/**
 * @param path for errors; a `.lock` may be larger than other files
 * @throws InputError E_PROJECT_INVALID with line and column, or for more than 512 Ki characters (8 Mi of a lock)
 */
export function parseToml(text: string, path: string): TomlDocument {
  const most = path.endsWith('.lock') ? maxLockLength : maxLength;
  if (text.length > most) {
    throw new InputError(pythonErrors.E_PROJECT_INVALID, {
      message: `${path} has ${text.length} characters; at most ${most} are read.`,
    });
  }
  const offset = text.startsWith(byteOrderMark) ? 1 : 0;
  let program: AST.TOMLProgram;
  let data: TomlTable;
  try {
    program = parseTOML(text.slice(offset), { tomlVersion: '1.0' });
    data = getStaticTOMLValue(program) as TomlTable;
  } catch (cause) {
    const where = cause instanceof ParseError ? `, line ${cause.lineNumber}, column ${cause.column + 1}` : '';
    // The parser recurses with every bracket, and puts a whole string on the stack.
    const isDeep = cause instanceof RangeError;
    const what = isDeep
      ? 'it is nested too deeply, or holds too long a string'
      : String(Object(cause).message);
    throw new InputError(pythonErrors.E_PROJECT_INVALID, {
      message: `${path} ${isDeep ? 'cannot be read' : 'is not TOML'}${where}: ${neutralizeLine(what, 200)}.`,
      cause,
    });
  }
  return {
    path,
    text,
    data,
    findString: (keys) => {
      const node = findNode(program, keys);
      if (node?.type !== 'TOMLValue' || node.kind !== 'string') return undefined;
      const [start, end] = node.range;
      return { value: node.value, start: start + offset, end: end + offset, line: node.loc.start.line };
    },
  };
}

function findNode(
  program: AST.TOMLProgram,
  keys: readonly (string | number)[],
): AST.TOMLContentNode | undefined {
  const [top] = program.body;
  for (const node of top.body) {
    const found =
      node.type === 'TOMLTable' ? findInTable(node.resolvedKey, node.body, keys) : findInPairs([node], keys);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInTable(
  prefix: readonly (string | number)[],
  pairs: readonly AST.TOMLKeyValue[],
  keys: readonly (string | number)[],
): AST.TOMLContentNode | undefined {
  if (!prefix.every((key, index) => keys[index] === key)) return undefined;
  return findInPairs(pairs, keys.slice(prefix.length));
}

function findInPairs(
  pairs: readonly AST.TOMLKeyValue[],
  keys: readonly (string | number)[],
): AST.TOMLContentNode | undefined {
  for (const { key, value } of pairs) {
    const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
    if (names.length > keys.length || !names.every((name, index) => keys[index] === name)) continue;
    const found = findInValue(value, keys.slice(names.length));
    if (found !== undefined) return found;
  }
  return undefined;
}

function findInValue(
  value: AST.TOMLContentNode,
  keys: readonly (string | number)[],
): AST.TOMLContentNode | undefined {
  const [first, ...rest] = keys;
  if (first === undefined) return value;
  if (value.type === 'TOMLInlineTable') return findInPairs(value.body, keys);
  if (value.type !== 'TOMLArray' || typeof first !== 'number') return undefined;
  const element = value.elements[first];
  return element === undefined ? undefined : findInValue(element, rest);
}

/** How many values of two documents differ. */
export function countTomlChanges(before: TomlDocument, after: TomlDocument): number {
  return [...listChanges(before.data, after.data)].length;
}

function* listChanges(before: TomlValue | undefined, after: TomlValue | undefined): Generator<undefined> {
  if (isTable(before) && isTable(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* listChanges(before[key], after[key]);
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, value] of before.entries())
      yield* listChanges(value as TomlValue, after[index] as TomlValue);
  } else if (before instanceof Date && after instanceof Date) {
    if (before.getTime() !== after.getTime()) yield undefined;
  } else if (!Object.is(before, after)) yield undefined;
}

/** Whether a value is a table, inline or not. */
export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The table at a path of keys; an empty one if there is none. */
export function readTable(data: TomlTable, ...keys: readonly string[]): TomlTable {
  let value: TomlValue | undefined = data;
  for (const key of keys) value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isTable(value) ? value : {};
}
