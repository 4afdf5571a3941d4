import type { TextValue } from './text-value.ts';

/** Arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** A span of a file. */
export interface FileSpan {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  readonly origin: FileSpan | undefined;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** From the first to the last item, for a list or tuple that is written out in a file. */
  readonly origin: FileSpan | undefined;
}

export interface DictValue {
  readonly kind: 'dict';
  readonly entries: Map<string, Value>;
  /** Entries whose keys are not strings. */
  readonly others?: readonly (readonly [key: Value, value: Value])[];
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly call: (args: Arguments) => Promise<Value>;
}

/** Anything with attributes: a module, a match, an open file, a path. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly attribute: (name: string) => Promise<Value>;
  /** What iteration, `str()` and an index see. */
  readonly items?: readonly Value[];
  readonly text?: TextValue;
  readonly index?: (key: Value) => Value;
  /** Name of the class, for what `ast` makes. */
  readonly className?: string;
  /** What the object stands for as a literal. */
  readonly literal?: Value;
  /** Everything that a module of the project assigns. */
  readonly names?: ReadonlyMap<string, Value>;
  /** `value / other`, for paths. */
  readonly join?: (other: Value) => Value;
}

/** An import that is followed when its name is used: a package may import hundreds of modules. */
export interface LazyValue {
  readonly kind: 'lazy';
  readonly load: () => Promise<Value>;
}

/** What a Python expression evaluates to, as far as it can be known without running it. */
export type Value =
  | TextValue
  | NumberValue
  | ListValue
  | DictValue
  | FunctionValue
  | ObjectValue
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | LazyValue
  | { readonly kind: 'unknown'; readonly hint?: Value };

export const unknown: Value = { kind: 'unknown' };
export const none: Value = { kind: 'constant', value: null };

/** @param value of a condition */
export const booleanValue = (value: boolean): Value => ({ kind: 'constant', value });

export const numberValue = (value: number): Value => ({ kind: 'number', value, origin: undefined });

export const listValue = (items: readonly Value[]): ListValue => ({ kind: 'list', items, origin: undefined });

/** A function written in TypeScript. */
export function nativeFunction(call: (args: Arguments) => Value | Promise<Value>): FunctionValue {
  return { kind: 'function', call: async (args) => call(args) };
}

/** An object with fixed attributes; every other one is unknown. */
export function objectOf(
  attributes: Readonly<Record<string, Value>>,
  rest: Partial<ObjectValue> = {},
): ObjectValue {
  return {
    kind: 'object',
    attribute: async (name) => (Object.hasOwn(attributes, name) ? (attributes[name] ?? unknown) : unknown),
    ...rest,
  };
}

/** An exception of the Python program that is read. */
export class PythonRaise extends Error {}

/** Reading the program takes more steps than are allowed. */
export class PythonBudget extends Error {}

/** Python's truth of a value; undefined if it is not known. */
export function isTrue(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'text':
      return value.pieces.some(({ text }) => text !== '');
    case 'number':
      return value.value !== 0;
    case 'list':
      return value.items.length > 0;
    case 'dict':
      return value.entries.size > 0;
    case 'constant':
      return value.value === true;
    case 'function':
    case 'object':
      return true;
    case 'lazy':
    case 'unknown':
      return undefined;
  }
}

/** A value that was imported lazily, imported now; what is missing is unknown. */
export async function resolveValue(value: Value): Promise<Value> {
  if (value.kind !== 'lazy') return value;
  try {
    return await value.load();
  } catch (cause) {
    if (cause instanceof PythonRaise) return unknown;
    throw cause;
  }
}
