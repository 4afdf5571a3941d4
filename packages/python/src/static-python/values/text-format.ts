import { toText } from './convert.ts';
import { concatTexts, readText, sliceText, type TextValue } from './text-value.ts';
import { unknown, type Value } from './value.ts';

type Named = ReadonlyMap<string, Value>;

/** `text.format(...)`, for fields without a format specification. */
export function formatFields(text: TextValue, positional: readonly Value[], named: Named): Value {
  const plain = readText(text);
  const parts: TextValue[] = [];
  let from = 0;
  let automatic = 0;
  for (const { index, 0: field, 1: name } of plain.matchAll(/\{\{|\}\}|\{([^{}]*)\}/g)) {
    parts.push(sliceText(text, from, index));
    from = index + field.length;
    if (name === undefined) {
      parts.push(sliceText(text, index, index + 1));
      continue;
    }
    const value = findField(name === '' ? String(automatic++) : name, positional, named);
    const shown = value === undefined ? undefined : toText(value);
    if (shown === undefined) return unknown;
    parts.push(shown);
  }
  parts.push(sliceText(text, from, plain.length));
  return concatTexts(parts);
}

function findField(field: string, positional: readonly Value[], named: Named): Value | undefined {
  const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?(?:!s)?$/.exec(field) ?? [];
  const base = /^\d+$/.test(name) ? positional[Number(name)] : named.get(name);
  if (index === undefined) return base;
  return base?.kind === 'list' ? base.items[Number(index)] : undefined;
}

/** `text % value`, for `%s`, `%d`, `%i` and `%(name)s`. */
export function formatPercent(text: TextValue, value: Value): Value {
  const plain = readText(text);
  const positional = value.kind === 'list' ? value.items : [value];
  const parts: TextValue[] = [];
  let from = 0;
  let next = 0;
  for (const { index, 0: field, 1: name, 2: letter } of plain.matchAll(/%(?:\((\w+)\))?([sdi%]|[^sdi%])/g)) {
    parts.push(sliceText(text, from, index));
    from = index + field.length;
    if (letter === '%') {
      parts.push(sliceText(text, index, index + 1));
      continue;
    }
    if (letter === undefined || !'sdi'.includes(letter)) return unknown;
    const used =
      name === undefined ? positional[next++] : value.kind === 'dict' ? value.entries.get(name) : undefined;
    const shown = used === undefined ? undefined : toText(used);
    if (shown === undefined) return unknown;
    parts.push(shown);
  }
  parts.push(sliceText(text, from, plain.length));
  return concatTexts(parts);
}
