import { parseVersion } from './python-version.ts';

function isValidClause(clause: string): boolean {
  const match = /^(?<operator>~=|===|==|!=|<=|>=|<|>)\s*(?<version>.*)$/s.exec(clause)?.groups;
  if (match === undefined) return false;
  const { operator = '', version = '' } = match;
  if (operator === '===') return /^[^\s;)]+$/.test(version);
  const wildcard = version.endsWith('.*');
  if (wildcard && operator !== '==' && operator !== '!=') return false;
  const parsed = parseVersion(wildcard ? version.slice(0, -2) : version);
  if (parsed === undefined) return false;
  if (wildcard && (parsed.dev !== undefined || parsed.local !== undefined)) return false;
  if (parsed.local !== undefined && operator !== '==' && operator !== '!=') return false;
  // PEP 440: "~=" needs at least two parts.
  return operator !== '~=' || parsed.release.length > 1;
}

/** Whether `packaging.specifiers.SpecifierSet` takes a text: clauses of PEP 440 joined by commas, or nothing. */
export function isSpecifierSet(text: string): boolean {
  return text
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
    .every(isValidClause);
}
