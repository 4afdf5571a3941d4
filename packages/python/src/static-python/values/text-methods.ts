import { joinTexts, toItems } from './convert.ts';
import { formatFields } from './text-format.ts';
import { cutText, plainText, readText, sliceText, type TextValue } from './text-value.ts';
import { type Arguments, booleanValue, listValue, numberValue, unknown, type Value } from './value.ts';

type Method = (text: TextValue, args: readonly Value[], call: Arguments) => Value;

const asString = (value: Value | undefined): string | undefined =>
  value?.kind === 'text' ? readText(value) : undefined;

/** Spans of a separator, from the left or from the right. */
function findCuts(text: string, separator: string, limit: number, fromRight: boolean): [number, number][] {
  const cuts: [number, number][] = [];
  if (separator === '') return cuts;
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + separator.length))
    cuts.push([at, at + separator.length]);
  if (limit < 0) return cuts;
  return fromRight ? cuts.slice(Math.max(0, cuts.length - limit)) : cuts.slice(0, limit);
}

function split(text: TextValue, args: readonly Value[], call: Arguments, fromRight: boolean): Value {
  const separator = asString(args[0] ?? call.named.get('sep'));
  const limited = args[1] ?? call.named.get('maxsplit');
  const limit = limited?.kind === 'number' ? limited.value : -1;
  const plain = readText(text);
  if (separator !== undefined) return listValue(cutText(text, findCuts(plain, separator, limit, fromRight)));
  const words = [...plain.matchAll(/\S+/g)];
  if (limit >= 0 && words.length > limit + 1) return unknown;
  return listValue(words.map(({ index, 0: word }) => sliceText(text, index, index + word.length)));
}

function strip(text: TextValue, characters: Value | undefined, left: boolean, right: boolean): Value {
  const set =
    characters === undefined || characters.kind === 'constant' ? ' \t\r\n\f\v' : asString(characters);
  if (set === undefined) return unknown;
  const plain = readText(text);
  let [start, end] = [0, plain.length];
  while (left && start < end && set.includes(plain[start] ?? '')) start += 1;
  while (right && end > start && set.includes(plain[end - 1] ?? '')) end -= 1;
  return sliceText(text, start, end);
}

function replace(text: TextValue, [from, to]: readonly Value[]): Value {
  const [before, after] = [asString(from), to?.kind === 'text' ? to : undefined];
  if (before === undefined || after === undefined) return unknown;
  const parts = cutText(text, findCuts(readText(text), before, -1, false));
  return joinTexts(after, parts) ?? unknown;
}

function partition(text: TextValue, [separator]: readonly Value[], fromRight: boolean): Value {
  const between = asString(separator) ?? '';
  const cuts = findCuts(readText(text), between, 1, fromRight);
  const [cut] = cuts;
  if (cut === undefined) {
    const empty = plainText('');
    return listValue(fromRight ? [empty, empty, text] : [text, empty, empty]);
  }
  const [before, after] = cutText(text, [cut]);
  return listValue([before ?? unknown, sliceText(text, ...cut), after ?? unknown]);
}

// A change of case that changes nothing leaves the text where it stands.
function recase(text: TextValue, changed: string): Value {
  return changed === readText(text) ? text : plainText(changed);
}

function testEdge(
  text: TextValue,
  [edge]: readonly Value[],
  test: (plain: string, edge: string) => boolean,
): Value {
  const edges = edge?.kind === 'list' ? edge.items.map(asString) : [asString(edge)];
  const plain = readText(text);
  return edges.includes(undefined) ? unknown : booleanValue(edges.some((each) => test(plain, each ?? '')));
}

function removeEdge(text: TextValue, edge: string | undefined, atStart: boolean): Value {
  if (edge === undefined) return unknown;
  const plain = readText(text);
  if (!(atStart ? plain.startsWith(edge) : plain.endsWith(edge))) return text;
  return atStart
    ? sliceText(text, edge.length, plain.length)
    : sliceText(text, 0, plain.length - edge.length);
}

const methods: Readonly<Record<string, Method>> = {
  strip: (text, [set]) => strip(text, set, true, true),
  lstrip: (text, [set]) => strip(text, set, true, false),
  rstrip: (text, [set]) => strip(text, set, false, true),
  split: (text, args, call) => split(text, args, call, false),
  rsplit: (text, args, call) => split(text, args, call, true),
  splitlines: (text) => {
    const plain = readText(text);
    const cuts = [...plain.matchAll(/\r\n|\r|\n/g)].map(
      ({ index, 0: end }) => [index, index + end.length] as const,
    );
    const lines = cutText(text, cuts);
    return listValue(/[\r\n]$/.test(plain) || plain === '' ? lines.slice(0, -1) : lines);
  },
  replace,
  partition: (text, args) => partition(text, args, false),
  rpartition: (text, args) => partition(text, args, true),
  lower: (text) => recase(text, readText(text).toLowerCase()),
  upper: (text) => recase(text, readText(text).toUpperCase()),
  startswith: (text, args) => testEdge(text, args, (plain, edge) => plain.startsWith(edge)),
  endswith: (text, args) => testEdge(text, args, (plain, edge) => plain.endsWith(edge)),
  removeprefix: (text, [edge]) => removeEdge(text, asString(edge), true),
  removesuffix: (text, [edge]) => removeEdge(text, asString(edge), false),
  isdigit: (text) => booleanValue(/^\d+$/.test(readText(text))),
  find: (text, [part]) => {
    const wanted = asString(part);
    return wanted === undefined ? unknown : numberValue(readText(text).indexOf(wanted));
  },
  index: (text, [part]) => {
    const wanted = asString(part);
    return wanted === undefined ? unknown : numberValue(readText(text).indexOf(wanted));
  },
  count: (text, [part]) => {
    const wanted = asString(part);
    return wanted === undefined ? unknown : numberValue(readText(text).split(wanted).length - 1);
  },
  encode: (text) => text,
  decode: (text) => text,
  join: (text, [items]) => {
    const known = items === undefined ? undefined : toItems(items);
    return known === undefined ? unknown : (joinTexts(text, known) ?? unknown);
  },
  format: (text, args, call) => formatFields(text, args, call.named),
};

/** A method of a string, called; undefined for one that is not known. */
export function callTextMethod(text: TextValue, name: string, call: Arguments): Value {
  return Object.hasOwn(methods, name) ? (methods[name]?.(text, call.positional, call) ?? unknown) : unknown;
}
