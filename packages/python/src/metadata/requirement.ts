import { tryParseVersion } from '../version/parse-version.ts';

const name = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const form = new RegExp(
  `^(?<name>${name})\\s*(?:\\[(?<extras>[^\\]]*)\\])?\\s*(?<rest>[^;]*?)\\s*(?:;(?<marker>.*))?$`,
  's',
);
const clause = /^(?<operator>~=|===|==|!=|<=|>=|<|>)\s*(?<version>\S+)$/;

/** Why a text is no set of version specifiers (PEP 440); undefined when it is one. */
export function findSpecifierProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const parts = text.split(',').map((part) => part.trim());
  // One comma at the end is read by everyone.
  if (parts.at(-1) === '') parts.pop();
  for (const part of parts) {
    const found = clause.exec(part)?.groups;
    if (found === undefined) return `"${part}" is not an operator and a version`;
    const { operator = '', version = '' } = found;
    if (operator === '===') continue;
    const isPrefix = version.endsWith('.*');
    if (isPrefix && operator !== '==' && operator !== '!=') return `"${part}" has ".*" behind "${operator}"`;
    const parsed = tryParseVersion(isPrefix ? version.slice(0, -2) : version);
    if (parsed === undefined) return `"${version}" is not a version of PEP 440`;
    if (operator === '~=' && parsed.release.length < 2) return `"${part}" needs two parts of a version`;
  }
  return undefined;
}

/**
 * Why a text is no requirement that a package index takes (PEP 508, without addresses); undefined when it is one. Markers are
 * looked at for their quotes and parentheses alone.
 */
export function findRequirementProblem(text: string): string | undefined {
  const requirement = text.trim();
  if (new RegExp(`^${name}\\s*(?:\\[[^\\]]*\\])?\\s*@`).test(requirement)) {
    return 'it points to an address, which a package index refuses';
  }
  const found = form.exec(requirement)?.groups;
  if (found === undefined) return 'it does not begin with a name';
  const { extras = '', rest = '', marker } = found;
  const wrongExtra = extras
    .split(',')
    .map((extra) => extra.trim())
    .find((extra) => extra !== '' && !new RegExp(`^${name}$`).test(extra));
  if (wrongExtra !== undefined) return `"${wrongExtra}" is not the name of an extra`;
  const inner = /^\((?<inner>.*)\)$/s.exec(rest)?.groups?.['inner'] ?? rest;
  return findSpecifierProblem(inner) ?? (marker === undefined ? undefined : findMarkerProblem(marker));
}

function findMarkerProblem(marker: string): string | undefined {
  const bare = marker.replace(/"[^"]*"|'[^']*'/g, ' ');
  if (marker.trim() === '') return 'nothing stands behind ";"';
  if (/["']/.test(bare)) return 'a quotation mark is not closed';
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'the parentheses do not match';
}
