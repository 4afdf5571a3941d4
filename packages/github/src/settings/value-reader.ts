import { InputError } from '@slipway/core/errors/action-error';
import { githubErrors } from '../errors.ts';

/** A value of a settings file, with the way to it in the words of the file. */
export interface Value {
  readonly path: string;
  readonly value: unknown;
}

const describeKind = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  return Array.isArray(value) ? 'a list' : 'an object';
};

/** The error of a value that is not what it has to be. */
export function refuseValue({ path, value }: Value, wanted: string): InputError {
  return new InputError(githubErrors.E_SETTINGS_INVALID, {
    message: `${path} is ${describeKind(value)}, not ${wanted}.`,
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws InputError E_SETTINGS_INVALID */
export function readObject(at: Value): (key: string) => Value {
  const { path, value } = at;
  if (!isObject(value)) throw refuseValue(at, 'an object');
  return (key) => ({ path: `${path}.${key}`, value: Object.hasOwn(value, key) ? value[key] : undefined });
}

/** @throws InputError E_SETTINGS_INVALID */
export function readList(at: Value): readonly Value[] {
  const { path, value } = at;
  if (!Array.isArray(value)) throw refuseValue(at, 'a list');
  return value.map((entry: unknown, index) => ({ path: `${path}[${index}]`, value: entry }));
}

/** @throws InputError E_SETTINGS_INVALID */
export function readString(at: Value): string {
  if (typeof at.value === 'string') return at.value;
  throw refuseValue(at, 'text');
}

/** @throws InputError E_SETTINGS_INVALID */
export function readBoolean(at: Value): boolean {
  if (typeof at.value === 'boolean') return at.value;
  throw refuseValue(at, 'true or false');
}

/** A whole number from 0. @throws InputError E_SETTINGS_INVALID */
export function readCount(at: Value): number {
  if (typeof at.value === 'number' && Number.isSafeInteger(at.value) && at.value >= 0) return at.value;
  throw refuseValue(at, 'a whole number');
}

/** One of the words that GitHub's description lists. @throws InputError E_SETTINGS_INVALID */
export function readWord<const Word extends string>(at: Value, words: readonly Word[]): Word {
  const found = words.find((word) => word === at.value);
  if (found !== undefined) return found;
  throw refuseValue(at, `one of ${words.map((word) => `"${word}"`).join(', ')}`);
}

/** Undefined for what is not there or null. */
export function readOptional<Result>(at: Value, read: (at: Value) => Result): Result | undefined {
  return at.value === undefined || at.value === null ? undefined : read(at);
}

/** A list that GitHub gives in pages, all of it: fewer entries than `total_count` are one page of several. */
export function readWholeList(at: Value, key: string): readonly Value[] {
  const field = readObject(at);
  const list = readList(field(key));
  const total = readOptional(field('total_count'), readCount) ?? list.length;
  if (total === list.length) return list;
  throw new InputError(githubErrors.E_SETTINGS_INVALID, {
    message: `${at.path}.${key} has ${list.length} of ${total} entries.`,
    hint: 'Put the entries of all pages into one list: GitHub gives at most 100 a page.',
  });
}
