/** A heading that opens a section of a changelog, in the dialects met in the field. */
export interface SectionHeading {
  readonly kind: 'unreleased' | 'version' | 'other';
  /** What stands for the version, as written: `1.2.0`, `v0.3.3`, `Unreleased`. */
  readonly label: string;
  /** ISO date as written; undefined when there is none or it is in another form. */
  readonly date: string | undefined;
  readonly yanked: boolean;
  /** The label is in brackets. */
  readonly bracketed: boolean;
  /** Address of an inline link, `## [1.0](https://…)`. */
  readonly url: string | undefined;
  /** What is between label (or link) and date: ` - `, ` (`. */
  readonly separator: string | undefined;
  /** What follows the date. */
  readonly rest: string;
}

const isoDate = /\d{4}-\d{2}-\d{2}(?!\d)/;
const unreleasedLabel = /^un-?released$/i;
const versionLabel = /^v?\d[0-9A-Za-z.!+_-]*$/i;

/** Reads the text of a heading, without its `#` marks. */
export function readHeading(text: string): SectionHeading {
  const { label, bracketed, url, tail } = splitLabel(text);
  const found = isoDate.exec(tail);
  const date = found?.[0];
  return {
    kind: unreleasedLabel.test(label) ? 'unreleased' : versionLabel.test(label) ? 'version' : 'other',
    label,
    date,
    yanked: /\[yanked\]/i.test(tail),
    bracketed,
    url,
    separator: found === null ? undefined : tail.slice(0, found.index),
    rest: found === null ? tail : tail.slice(found.index + found[0].length),
  };
}

interface SplitLabel {
  readonly label: string;
  readonly bracketed: boolean;
  readonly url: string | undefined;
  readonly tail: string;
}

function splitLabel(text: string): SplitLabel {
  const opening = text.indexOf('[');
  const closing = text.indexOf(']', opening + 1);
  // A bracket after the first word is a mark such as [YANKED], unless only decoration stands before it.
  if (opening !== -1 && closing !== -1 && !/[\p{L}\p{N}]/u.test(text.slice(0, opening))) {
    const label = text.slice(opening + 1, closing).trim();
    const after = text.slice(closing + 1);
    const url = /^\(([^()\s]*)\)/.exec(after)?.[1];
    return { label, bracketed: true, url, tail: url === undefined ? after : after.slice(url.length + 2) };
  }
  const words = /^[^\p{L}\p{N}]*(?:(?:version|release) +)?(\S+)(.*)$/iu.exec(text);
  const label = (words?.[1] ?? text).replace(/[:,]$/, '');
  return { label, bracketed: false, url: undefined, tail: words?.[2] ?? '' };
}

/**
 * Whether two spellings name one version, as far as this package can tell: a leading `v` and case do not matter.
 * Callers that know PEP 440 hand in their own comparison.
 */
export function isSameLabel(left: string, right: string): boolean {
  return stripPrefix(left) === stripPrefix(right);
}

function stripPrefix(label: string): string {
  return label
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '');
}
