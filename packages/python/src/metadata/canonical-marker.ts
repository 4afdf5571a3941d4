import { normalizeName } from '../names.ts';
import { TokenReader } from './token-reader.ts';

// The grammar of https://packaging.python.org/specifications/dependency-specifiers/; "and" binds tighter than "or".
const blanks = /\s*/y;
const word = /[A-Za-z_][A-Za-z0-9_.]*/y;
const quoted = /"[^"]*"|'[^']*'/y;
const comparison = /===|==|~=|!=|<=|>=|<|>|in\b|not\s+in\b/y;
const and = /and\b/y;
const or = /or\b/y;

// As deep as a marker may be nested to be valid.
const maxDepth = 50;

// The same operator, seen from the other side.
const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const symmetric: ReadonlySet<string> = new Set(['==', '!=', '===']);

// Spellings of PEP 345 and of old setuptools, which every installer still reads.
const aliases: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

class NotCanonical extends Error {}

/** The tree of a marker: terms, one spelling for each, and groups that are joined the same way; a group in it is joined the other way. */
export interface MarkerGroup {
  readonly joint: 'and' | 'or';
  readonly parts: readonly (MarkerGroup | string)[];
}

/**
 * One spelling for all markers that differ only in quotes, blanks, needless parentheses, the order of their terms, the side of a
 * variable, or the spelling of an extra (PEP 685). Undefined for a text that is not a marker.
 */
export function canonicalizeMarker(text: string): string | undefined {
  const marker = readMarker(text);
  return marker === undefined ? undefined : write(marker);
}

/**
 * Reads an environment marker. A term is `variable operator "value"` where it can be turned that way.
 * @returns undefined for a text that is not a marker
 */
export function readMarker(text: string): MarkerGroup | string | undefined {
  const reader = new TokenReader(text);
  try {
    const group = readAlternatives(reader, 0);
    return reader.rest === '' ? group : undefined;
  } catch (cause) {
    if (cause instanceof NotCanonical) return undefined;
    throw cause;
  }
}

function write(part: MarkerGroup | string): string {
  if (typeof part === 'string') return part;
  const terms = part.parts.map((inner) => (typeof inner === 'string' ? inner : `(${write(inner)})`));
  return [...new Set(terms)].sort().join(` ${part.joint} `);
}

/** Joins parts; what is joined the same way already becomes part of the new group. */
function join(joint: MarkerGroup['joint'], parts: readonly (MarkerGroup | string)[]): MarkerGroup | string {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  return {
    joint,
    parts: parts.flatMap((part) => (typeof part !== 'string' && part.joint === joint ? part.parts : [part])),
  };
}

function readAlternatives(reader: TokenReader, depth: number): MarkerGroup | string {
  const parts = [readConjunction(reader, depth)];
  while (reader.take(or) !== undefined) parts.push(readConjunction(reader, depth));
  return join('or', parts);
}

function readConjunction(reader: TokenReader, depth: number): MarkerGroup | string {
  const parts = [readTerm(reader, depth)];
  while (reader.take(and) !== undefined) parts.push(readTerm(reader, depth));
  return join('and', parts);
}

function readTerm(reader: TokenReader, depth: number): MarkerGroup | string {
  reader.take(blanks);
  if (reader.take(/\(/y) !== undefined) {
    if (depth === maxDepth) throw new NotCanonical();
    const inner = readAlternatives(reader, depth + 1);
    if (reader.take(/\)/y) === undefined) throw new NotCanonical();
    reader.take(blanks);
    return inner;
  }
  const left = readValue(reader);
  const operator = reader.take(comparison)?.replace(/\s+/g, ' ');
  if (operator === undefined) throw new NotCanonical();
  reader.take(blanks);
  return writeComparison(left, operator, readValue(reader));
}

function readValue(reader: TokenReader): string {
  const text = reader.take(quoted);
  const value = text === undefined ? reader.take(word) : JSON.stringify(text.slice(1, -1));
  reader.take(blanks);
  if (value === undefined) throw new NotCanonical();
  return aliases[value] ?? value;
}

function writeComparison(left: string, operator: string, right: string): string {
  const canTurn = symmetric.has(operator) || mirrored[operator] !== undefined;
  if (left.startsWith('"') && !right.startsWith('"') && canTurn)
    return writeComparison(right, mirrored[operator] ?? operator, left);
  const isExtra = left === 'extra' && right.startsWith('"');
  const value = isExtra ? JSON.stringify(normalizeName(JSON.parse(right) as string)) : right;
  return `${left} ${operator} ${value}`;
}
