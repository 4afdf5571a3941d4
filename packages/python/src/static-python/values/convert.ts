import { concatTexts, plainText, readText, type TextValue } from './text-value.ts';
import type { ListValue, Value } from './value.ts';

/** `str(value)`; undefined if it is not known. */
export function toText(value: Value): TextValue | undefined {
  if (value.kind === 'text') return value;
  if (value.kind === 'object') return value.text;
  if (value.kind === 'constant')
    return plainText(value.value === null ? 'None' : value.value ? 'True' : 'False');
  if (value.kind !== 'number') return undefined;
  const text = String(value.value);
  const { origin } = value;
  // The literal stands in the file as the number is printed: 08 or 1_0 does not.
  if (origin === undefined || origin.end - origin.start !== text.length) return plainText(text);
  return { kind: 'text', pieces: [{ text, origin: { path: origin.path, start: origin.start } }] };
}

/** What a loop over the value sees; undefined if it is not known. */
export function toItems(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list' || value.kind === 'object') return value.items;
  if (value.kind === 'dict') return [...value.entries.keys()].map(plainText);
  const text = value.kind === 'text' ? readText(value) : undefined;
  return text === undefined || text.length > 4096 ? undefined : [...text].map(plainText);
}

/** `separator.join(items)`; undefined if an item is not a string. */
export function joinTexts(separator: TextValue, items: readonly Value[]): TextValue | undefined {
  const texts: TextValue[] = [];
  for (const [index, item] of items.entries()) {
    const text = item.kind === 'text' ? item : undefined;
    if (text === undefined) return undefined;
    if (index > 0) texts.push(separator);
    texts.push(text);
  }
  return concatTexts(texts);
}

/** Whether two values are equal; undefined if it is not known. */
export function areEqual(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  if (left.kind === 'text' && right.kind === 'text') return readText(left) === readText(right);
  if (left.kind === 'number' && right.kind === 'number') return left.value === right.value;
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value;
  if (left.kind === 'list' && right.kind === 'list') return compareLists(left, right) === 0;
  return left.kind === right.kind ? undefined : false;
}

/** Python's order of two lists of numbers or strings; undefined if it is not known. */
function compareLists(left: ListValue, right: ListValue): number | undefined {
  for (let index = 0; index < Math.max(left.items.length, right.items.length); index += 1) {
    const [a, b] = [left.items[index], right.items[index]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const order = compareValues(a, b);
    if (order === undefined || order !== 0) return order;
  }
  return 0;
}

/** Python's order of two values; undefined if it is not known. */
export function compareValues(left: Value, right: Value): number | undefined {
  if (left.kind === 'number' && right.kind === 'number') return left.value - right.value;
  if (left.kind === 'list' && right.kind === 'list') return compareLists(left, right);
  if (left.kind === 'text' && right.kind === 'text') {
    const [a, b] = [readText(left), readText(right)];
    return a === b ? 0 : a < b ? -1 : 1;
  }
  return undefined;
}
