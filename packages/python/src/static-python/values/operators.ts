import { areEqual, compareValues, toItems } from './convert.ts';
import { formatPercent } from './text-format.ts';
import { concatTexts, readText, sliceText } from './text-value.ts';
import { type ListValue, listValue, numberValue, PythonRaise, unknown, type Value } from './value.ts';

/** `left + right`, `left % right`, `left / right`, and sums of numbers. */
export function applyBinary(operator: string, left: Value, right: Value): Value {
  if (operator === '+') {
    if (left.kind === 'text' && right.kind === 'text') return concatTexts([left, right]);
    if (left.kind === 'list' && right.kind === 'list') return listValue([...left.items, ...right.items]);
    if (left.kind === 'number' && right.kind === 'number') return numberValue(left.value + right.value);
  }
  if (operator === '-' && left.kind === 'number' && right.kind === 'number')
    return numberValue(left.value - right.value);
  // Flags of a regular expression are their letters.
  if (operator === '|' && left.kind === 'text' && right.kind === 'text') return concatTexts([left, right]);
  if (operator === '%' && left.kind === 'text') return formatPercent(left, right);
  if (operator === '/' && left.kind === 'object' && left.join !== undefined) return left.join(right);
  return unknown;
}

/** A comparison; undefined if its result is not known. */
export function applyComparison(operator: string, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case '==':
    case 'is':
      return areEqual(left, right);
    case '!=':
    case 'is not':
      return negate(areEqual(left, right));
    case 'in':
      return contains(right, left);
    case 'not in':
      return negate(contains(right, left));
    default: {
      const order = compareValues(left, right);
      if (order === undefined) return undefined;
      if (order === 0) return operator.endsWith('=');
      return order < 0 === operator.startsWith('<');
    }
  }
}

const negate = (value: boolean | undefined): boolean | undefined =>
  value === undefined ? undefined : !value;

function contains(container: Value, value: Value): boolean | undefined {
  if (container.kind === 'text')
    return value.kind === 'text' ? readText(container).includes(readText(value)) : undefined;
  if (container.kind === 'dict') return value.kind === 'text' && container.entries.has(readText(value));
  const items = toItems(container);
  if (items === undefined) return undefined;
  const equal = items.map((item) => areEqual(item, value));
  return equal.includes(true) ? true : equal.includes(undefined) ? undefined : false;
}

const asIndex = (value: Value | undefined, otherwise: number): number | undefined =>
  value === undefined || value.kind === 'constant'
    ? otherwise
    : value.kind === 'number'
      ? value.value
      : undefined;

/**
 * `value[bounds]`: an index for one bound, a slice for more.
 * @throws PythonRaise for an index or key that is not there
 */
export function applySubscript(
  value: Value,
  bounds: readonly (Value | undefined)[],
  isTuple: boolean,
): Value {
  const [first, second, step] = bounds;
  if (isTuple || step !== undefined) return unknown;
  if (bounds.length === 1) return first === undefined ? unknown : applyIndex(value, first);
  if (value.kind !== 'text' && value.kind !== 'list') return unknown;
  const length = value.kind === 'text' ? readText(value).length : value.items.length;
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, 0), length);
  const [start, end] = [asIndex(first, 0), asIndex(second, length)];
  if (start === undefined || end === undefined) return unknown;
  return value.kind === 'text'
    ? sliceText(value, clamp(start), clamp(end))
    : sliceList(value, clamp(start), clamp(end));
}

// The beginning of a list that is written out keeps its place.
function sliceList({ items, origin }: ListValue, start: number, end: number): Value {
  const whole = start === 0 && end === items.length;
  return { kind: 'list', items: items.slice(start, end), origin: whole ? origin : undefined };
}

function applyIndex(value: Value, key: Value): Value {
  if (value.kind === 'dict') {
    if (key.kind !== 'text') return unknown;
    const found = value.entries.get(readText(key));
    if (found === undefined) throw new PythonRaise(`KeyError: ${readText(key)}`);
    return found;
  }
  if (value.kind === 'object') return value.index?.(key) ?? unknown;
  if (key.kind !== 'number' || (value.kind !== 'text' && value.kind !== 'list')) return unknown;
  const length = value.kind === 'text' ? readText(value).length : value.items.length;
  const at = key.value < 0 ? key.value + length : key.value;
  if (at < 0 || at >= length) throw new PythonRaise('IndexError');
  return value.kind === 'text' ? sliceText(value, at, at + 1) : (value.items[at] ?? unknown);
}
