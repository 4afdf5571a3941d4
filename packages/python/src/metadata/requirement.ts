import { findMarkerProblem } from './marker.ts';
import { TokenReader } from './token-reader.ts';

// PEP 440: a prefix match ("==1.*") and a local version ("==1+a") are allowed only after "==" and "!=", and "~=" needs two
// parts.
const release = 'v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*';
const suffix =
  '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?';
const local = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';
const clause =
  `===\\s*[^\\s;)]+|(?:==|!=)\\s*${release}(?:\\.\\*|${suffix}${local})|` +
  `~=\\s*v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${suffix}|(?:<=|>=|<|>)\\s*${release}${suffix}`;
const wholeClause = new RegExp(`^(?:${clause})$`, 'i');
const nextClause = new RegExp(clause, 'iy');

const blanks = /[ \t]*/y;
// The last character must be valid at the end of a name, so "a-" is read as "a" and an unexpected "-".
const identifier = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/y;
const comma = /[ \t]*,[ \t]*/y;

/** What `findRequirementProblem` returns for a URL: the specification allows it, and PyPI rejects it. */
export const addressProblem = 'it points to an address, which PyPI rejects';

/** Why a text is not a valid set of version specifiers (PEP 440); undefined if it is. */
export function findSpecifierProblem(text: string): string | undefined {
  // Every reader accepts additional commas.
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const wrong = parts.find((part) => !wholeClause.test(part));
  return wrong === undefined ? undefined : `"${wrong}" is not an operator followed by a PEP 440 version`;
}

/**
 * Why a package index would reject a text as a requirement (PEP 508, without URLs); undefined if it is valid. A line break is
 * not a blank in PEP 508.
 */
export function findRequirementProblem(text: string): string | undefined {
  const reader = new TokenReader(text);
  reader.take(blanks);
  if (reader.take(identifier) === undefined) return 'it does not begin with a project name';
  reader.take(blanks);
  if (reader.take(/\[[ \t]*/y) !== undefined) {
    const problem = findExtrasProblem(reader);
    if (problem !== undefined) return problem;
  }
  reader.take(blanks);
  if (reader.take(/@[ \t]*/y) !== undefined)
    return reader.rest === '' ? 'the address after "@" is missing' : addressProblem;
  const problem = findClausesProblem(reader);
  if (problem !== undefined) return problem;
  if (reader.take(/;/y) !== undefined) {
    const wrong = findMarkerProblem(reader);
    if (wrong !== undefined) return wrong;
  }
  return reader.rest === '' ? undefined : `"${reader.rest}" is not valid here`;
}

function findExtrasProblem(reader: TokenReader): string | undefined {
  if (reader.take(identifier) !== undefined) {
    while (reader.take(comma) !== undefined)
      if (reader.take(identifier) === undefined) return `"${reader.rest}" does not begin with an extra`;
  }
  reader.take(blanks);
  return reader.take(/\]/y) === undefined ? `"]" is missing before "${reader.rest}"` : undefined;
}

function findClausesProblem(reader: TokenReader): string | undefined {
  const isEnclosed = reader.take(/\([ \t]*/y) !== undefined;
  while (reader.take(nextClause) !== undefined && reader.take(comma) !== undefined);
  reader.take(blanks);
  if (isEnclosed && reader.take(/\)/y) === undefined) return `")" is missing before "${reader.rest}"`;
  reader.take(blanks);
  return undefined;
}
