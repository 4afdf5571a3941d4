import type { Changelog, ChangelogSection } from './parse-changelog.ts';

/** What the heading of a new version says. */
export interface VersionHeading {
  readonly version: string;
  readonly date: string;
  /** Address of an inline link, when the file writes its headings so. */
  readonly url: string | undefined;
}

/**
 * The heading of a new version in the file's own dialect: the marks of the Unreleased heading, brackets, a `v` and the
 * separator of the newest version heading; no date when none of the versions has one.
 */
export function renderVersionHeading(
  changelog: Changelog,
  unreleased: ChangelogSection,
  newest: ChangelogSection | undefined,
  { version, date, url }: VersionHeading,
): string {
  const own = changelog.text.slice(unreleased.headingSpan.start, unreleased.headingSpan.end);
  const marks = /^\uFEFF?( {0,3}#+[ \t]+)/.exec(own)?.[1] ?? '## ';
  const style = newest?.heading ?? unreleased.heading;
  const label = `${/^v\d/.test(newest?.heading.label ?? '') ? 'v' : ''}${version}`;
  const linked = `${style.bracketed ? `[${label}]` : label}${url === undefined ? '' : `(${url})`}`;
  const versions = changelog.sections.filter(({ heading }) => heading.kind === 'version');
  const dated = versions.find(({ heading }) => heading.date !== undefined)?.heading;
  if (versions.length > 0 && dated === undefined) return `${marks}${linked}`;
  const { opening, closing } = readDateFrame(dated?.separator);
  return `${marks}${linked}${opening}${date}${closing}`;
}

/** The usual ways to set a date apart: anything else falls back to Keep a Changelog's. */
function readDateFrame(separator: string | undefined): { opening: string; closing: string } {
  if (separator !== undefined && /^\s+[-–—:/|]?\s*$/.test(separator))
    return { opening: separator, closing: '' };
  if (separator !== undefined && /^\s+\($/.test(separator)) return { opening: separator, closing: ')' };
  return { opening: ' - ', closing: '' };
}
