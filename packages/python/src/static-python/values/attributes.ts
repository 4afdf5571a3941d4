import { toItems } from './convert.ts';
import { callTextMethod } from './text-methods.ts';
import { plainText, readText } from './text-value.ts';
import {
  type Arguments,
  type DictValue,
  type ListValue,
  listValue,
  nativeFunction,
  none,
  unknown,
  type Value,
} from './value.ts';

/** `value.name`; methods of strings, lists and dicts are functions. */
export async function readAttribute(value: Value, name: string): Promise<Value> {
  if (value.kind === 'text') return nativeFunction((args) => callTextMethod(value, name, args));
  if (value.kind === 'dict') return nativeFunction((args) => callDictMethod(value, name, args));
  if (value.kind === 'list') return nativeFunction((args) => callListMethod(value, name, args));
  if (value.kind === 'object') return value.attribute(name);
  // What is not known keeps the version tuple that it was made from.
  return value.kind === 'unknown' ? value : unknown;
}

function callDictMethod(
  { entries, others = [] }: DictValue,
  name: string,
  { positional, named }: Arguments,
): Value {
  const [key, other] = positional;
  switch (name) {
    case 'get':
      return key?.kind === 'text' ? (entries.get(readText(key)) ?? other ?? none) : unknown;
    case 'items': {
      const own = [...entries].map(([each, item]) => [plainText(each), item] as const);
      return listValue([...own, ...others].map((pair) => listValue(pair)));
    }
    case 'keys':
      return listValue([...entries.keys()].map(plainText));
    case 'values':
      return listValue([...entries.values(), ...others.map(([, item]) => item)]);
    case 'update':
      if (key?.kind === 'dict') for (const [each, item] of key.entries) entries.set(each, item);
      for (const pair of key?.kind === 'list' ? key.items : []) {
        const [each, item] = pair.kind === 'list' ? pair.items : [];
        if (each?.kind === 'text' && item !== undefined) entries.set(readText(each), item);
      }
      for (const [each, item] of named) entries.set(each, item);
      return none;
    case 'copy':
      return { kind: 'dict', entries: new Map(entries) };
    default:
      return unknown;
  }
}

function callListMethod(list: ListValue, name: string, { positional }: Arguments): Value {
  const [item] = positional;
  // Lists are values here: what changes one in place makes the rest unknown, not wrong.
  if (name === 'append' && item !== undefined) (list.items as Value[]).push(item);
  if (name === 'extend' && item !== undefined) (list.items as Value[]).push(...(toItems(item) ?? [unknown]));
  return name === 'append' || name === 'extend' ? none : unknown;
}
