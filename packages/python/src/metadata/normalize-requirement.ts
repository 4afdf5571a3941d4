import { normalizeName } from '../names.ts';

// Name, extras, specifiers with or without brackets, and the marker; blanks are already removed. The name is matched as a
// whole: with backtracking, each shorter name would be tried with all that follows.
const shape = /^([A-Z0-9][A-Z0-9._-]*)(?![A-Z0-9._-])(?:\[([^\]]*)\])?\(?([^;()]*)\)?(?:;(.*))?$/i;

const withoutBlanks = (text: string): string => text.replace(/\s+/g, '');

const sortParts = (text: string, normalize = (part: string): string => part): string =>
  [
    ...new Set(
      text
        .split(',')
        .filter((part) => part !== '')
        .map(normalize),
    ),
  ]
    .sort()
    .join(',');

/** The normalized spelling of a set of version specifiers, independent of their order. */
export function normalizeSpecifiers(text: string): string {
  return sortParts(withoutBlanks(text));
}

/**
 * The normalized spelling of a requirement, only for comparisons: when backends write metadata, they change its name and extras
 * (PEP 503, PEP 685), the order of its specifiers, its quotes, brackets and blanks.
 */
export function normalizeRequirement(text: string): string {
  const bare = withoutBlanks(text).replaceAll("'", '"');
  const [whole, name = '', extras = '', specifiers = '', marker = ''] = shape.exec(bare) ?? [];
  if (whole === undefined) return bare;
  const left = `${normalizeName(name)}[${sortParts(extras, normalizeName)}]${sortParts(specifiers)}`;
  return `${left};${normalizeMarker(marker)}`;
}

function normalizeMarker(marker: string): string {
  return marker
    .replace(/[()]/g, '')
    .replace(
      /\bextra([!=]=)"([^"]*)"/g,
      (_, operator: string, extra: string) => `extra${operator}"${normalizeName(extra)}"`,
    )
    .replace(
      /"([^"]*)"([!=]=)extra/g,
      (_, extra: string, operator: string) => `"${normalizeName(extra)}"${operator}extra`,
    );
}
