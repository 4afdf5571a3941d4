import { isSameLabel } from './changelog-heading.ts';
import { type Changelog, type ChangelogSection, parseChangelog, readBody } from './parse-changelog.ts';
import { isEmptySection } from './section-content.ts';

export interface ChangelogProblem {
  readonly code:
    | 'unclosed-fence'
    | 'unclosed-comment'
    | 'no-sections'
    | 'several-unreleased'
    | 'unreleased-not-first'
    | 'duplicate-version'
    | 'out-of-order'
    | 'missing-date'
    | 'impossible-date'
    | 'missing-link'
    | 'empty-section';
  /** One-based; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

export interface LintOptions {
  /** Negative when `left` is the older version; undefined when either is not a version. Without it, order is not judged. */
  readonly compareVersions?: (left: string, right: string) => number | undefined;
}

/** Says what a reader or a release would stumble over, in the order of the file; never changes it. */
export function lintChangelog(text: string, options: LintOptions = {}): ChangelogProblem[] {
  const changelog = parseChangelog(text);
  const versions = changelog.sections.filter(({ heading }) => heading.kind === 'version');
  const problems = [
    ...lintWhole(changelog, versions),
    ...lintOrder(changelog, versions),
    ...lintHeadings(changelog, versions),
    ...lintVersionOrder(versions, options),
  ];
  return problems.sort((left, right) => left.line - right.line);
}

function lintWhole(changelog: Changelog, versions: readonly ChangelogSection[]): ChangelogProblem[] {
  const problems: ChangelogProblem[] = [];
  const { fence, comment } = changelog.open;
  if (fence !== undefined) {
    problems.push({ code: 'unclosed-fence', line: 0, message: `A code fence (${fence}) is never closed.` });
  }
  if (comment) problems.push({ code: 'unclosed-comment', line: 0, message: 'A comment is never closed.' });
  if (versions.length === 0 && !changelog.sections.some(({ heading }) => heading.kind === 'unreleased')) {
    problems.push({ code: 'no-sections', line: 0, message: 'No heading names a version or "Unreleased".' });
  }
  return problems;
}

function lintOrder(changelog: Changelog, versions: readonly ChangelogSection[]): ChangelogProblem[] {
  const [first, ...more] = changelog.sections.filter(({ heading }) => heading.kind === 'unreleased');
  const problems = more.map(
    ({ line }): ChangelogProblem => ({
      code: 'several-unreleased',
      line,
      message: `"Unreleased" is here and on line ${first?.line ?? 0}.`,
    }),
  );
  const above = versions[0];
  if (first !== undefined && above !== undefined && above.line < first.line) {
    const message = `"Unreleased" stands below version ${above.heading.label} (line ${above.line}).`;
    problems.push({ code: 'unreleased-not-first', line: first.line, message });
  }
  return problems;
}

function lintHeadings(changelog: Changelog, versions: readonly ChangelogSection[]): ChangelogProblem[] {
  const dated = versions.some(({ heading }) => heading.date !== undefined);
  const isDefined = ({ heading }: ChangelogSection) =>
    changelog.definitions.some(({ label }) => isSameLabel(label, heading.label));
  const linked = versions.some((section) => section.heading.bracketed && isDefined(section));
  return versions.flatMap((section, index) => {
    const { heading, line } = section;
    const found: ChangelogProblem[] = [];
    const earlier = versions.slice(0, index).find((other) => isSameLabel(other.heading.label, heading.label));
    if (earlier !== undefined) {
      const message = `Version ${heading.label} is here and on line ${earlier.line}.`;
      found.push({ code: 'duplicate-version', line, message });
    }
    if (heading.date === undefined && dated) {
      found.push({ code: 'missing-date', line, message: `Version ${heading.label} has no date.` });
    }
    if (heading.date !== undefined && !isCalendarDate(heading.date)) {
      found.push({ code: 'impossible-date', line, message: `${heading.date} is not a date.` });
    }
    if (linked && heading.bracketed && heading.url === undefined && !isDefined(section)) {
      found.push({ code: 'missing-link', line, message: `Nothing defines the link [${heading.label}].` });
    }
    if (isEmptySection(readBody(changelog, section))) {
      found.push({ code: 'empty-section', line, message: `Nothing is under version ${heading.label}.` });
    }
    return found;
  });
}

function lintVersionOrder(
  versions: readonly ChangelogSection[],
  { compareVersions }: LintOptions,
): ChangelogProblem[] {
  if (compareVersions === undefined) return [];
  return versions.flatMap((section, index) => {
    const above = versions[index - 1];
    const order = above === undefined ? -1 : compareVersions(section.heading.label, above.heading.label);
    if (above === undefined || order === undefined || order <= 0) return [];
    const message = `Version ${section.heading.label} stands below the older ${above.heading.label}.`;
    return [{ code: 'out-of-order', line: section.line, message }];
  });
}

function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
