import { normalizeName } from '../names.ts';
import { canonicalizeMarker } from './canonical-marker.ts';

// Name, extras, and specifiers with or without brackets; blanks are already removed. The name is matched as a whole: with
// backtracking, each shorter name would be tried with all that follows.
const shape = /^([A-Z0-9][A-Z0-9._-]*)(?![A-Z0-9._-])(?:\[([^\]]*)\])?\(?([^;()]*)\)?$/i;

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

// A marker follows the first ";". Behind an address it needs a blank before it, since an address may contain one (PEP 508).
const marked = /^([^;@]*|[^;]*@.*?\s);(.*)$/s;

/**
 * The normalized spelling of a requirement, only for comparisons: when backends write metadata, they change its name and extras
 * (PEP 503, PEP 685), the order of its specifiers, its quotes, brackets and blanks, and the form of its marker.
 */
export function normalizeRequirement(text: string): string {
  const [, before = text, marker = ''] = marked.exec(text) ?? [];
  return `${normalizeSubject(before)};${canonicalizeMarker(marker) ?? withoutBlanks(marker)}`;
}

function normalizeSubject(text: string): string {
  const bare = withoutBlanks(text);
  const [whole, name = '', extras = '', specifiers = ''] = shape.exec(bare) ?? [];
  if (whole === undefined) return bare;
  return `${normalizeName(name)}[${sortParts(extras, normalizeName)}]${sortParts(specifiers)}`;
}
