import type { BumpKind } from '@slipway/changelog/commits/bump-types';
import type { Version } from '@slipway/python/version/parse-version';

/** A release and the day of its tag. */
export interface DatedVersion {
  readonly version: Version;
  /** Milliseconds since the epoch. */
  readonly taggedMs: number;
}

/** Calendar versioning: how many leading parts are a date, and how the others start. */
export interface CalendarScheme {
  /** `YYYY`, or `YY` as in 24.1.0. */
  readonly year: 'YYYY' | 'YY';
  /** 1 for a year, 2 with the month, 3 with the day. */
  readonly dateParts: 1 | 2 | 3;
  /** Of the last release. */
  readonly parts: number;
  /** First value of the part behind the date. */
  readonly start: bigint;
}

// Two releases may be the numbers of an ordinary version by chance; three in two years are not.
const minReleases = 3;
const maxReleases = 12;
const maxCandidateDays = 31;

/**
 * The calendar scheme of a project; undefined for any other. A version alone does not show it (24.1.0 may be the twenty-fourth
 * major version), so the tags of the last releases have to be of the dates that their versions name.
 * @param dated the newest first
 */
export function findCalendarScheme(dated: readonly DatedVersion[]): CalendarScheme | undefined {
  const finals = dated.filter(({ version }) => version.pre === undefined).slice(0, maxReleases);
  const [newest] = finals;
  if (newest === undefined) return undefined;
  const year = (newest.version.release[0] ?? 0n) >= 1000n ? 'YYYY' : 'YY';
  /** How many releases have the date of a day in their first parts, from a day after their tag to some days before it. */
  const count = (parts: number, maxLateDays: number): number =>
    finals.filter(({ version, taggedMs }) =>
      Array.from({ length: maxLateDays + 2 }, (_, index) => taggedMs - (index - 1) * dayMs).some((ms) =>
        datePartsOf(ms, year, parts).every((part, index) => part === version.release[index]),
      ),
    ).length;
  // The tag may be set a day later, or in another time zone.
  const matches = (parts: number): boolean => count(parts, 2) === finals.length;
  // A version of the month of its first release candidate may be final a month later, as long as most are of their own month.
  const matchesMonth = (): boolean =>
    count(2, maxCandidateDays) === finals.length && count(2, 2) * 3 >= finals.length * 2;
  const countOf = (part: number): number => new Set(finals.map(({ version }) => version.release[part])).size;
  const isEnough = finals.length >= minReleases;
  if (count(1, maxCandidateDays) < finals.length || (year === 'YY' && (!isEnough || countOf(0) < 2)))
    return undefined;
  // Many releases of one month cannot show whether the second part is the month or counts from 1.
  const isVaried = !isEnough || countOf(1) > 1;
  const dateParts = isVaried && matches(3) ? 3 : isVaried && matchesMonth() ? 2 : 1;
  return { year, dateParts, parts: newest.version.release.length, start: findStart(finals, dateParts) };
}

const dayMs = 86_400_000;

function datePartsOf(ms: number, year: CalendarScheme['year'], count: number): readonly bigint[] {
  const date = new Date(ms);
  const full = date.getUTCFullYear();
  return [year === 'YYYY' ? full : full % 100, date.getUTCMonth() + 1, date.getUTCDate()]
    .slice(0, count)
    .map(BigInt);
}

/** The smallest value behind the date of the releases that were the first of theirs. */
function findStart(finals: readonly DatedVersion[], dateParts: number): bigint {
  const firsts = new Map<string, bigint>();
  for (const { version } of finals) {
    const value = version.release[dateParts] ?? 0n;
    const key = version.release.slice(0, dateParts).join('.');
    const known = firsts.get(key);
    if (known === undefined || value < known) firsts.set(key, value);
  }
  const [lowest = 0n] = [...firsts.values()].sort((left, right) => (left < right ? -1 : 1));
  return lowest;
}

/** Whether a version can only be one of a calendar: it begins with a year. */
export function beginsWithYear({ release: [first = 0n] }: Version): boolean {
  return first >= 1990n && first < 2200n;
}

/** The version of today; on a date that has one already, the part behind the date goes up by what the commits ask for. */
export function nextByCalendar(
  last: Version,
  { year, dateParts, parts, start }: CalendarScheme,
  asked: BumpKind,
  nowMs: number,
): Version {
  const today = datePartsOf(nowMs, year, dateParts);
  const isSameDate = today.every((part, index) => part <= (last.release[index] ?? 0n));
  const release = isSameDate
    ? raiseBehindDate(last.release, dateParts, asked)
    : Array.from({ length: parts }, (_, index) => today[index] ?? (index === dateParts ? start : 0n));
  return { epoch: last.epoch, release, pre: undefined, post: undefined, dev: undefined, local: [] };
}

function raiseBehindDate(release: readonly bigint[], dateParts: number, asked: BumpKind): readonly bigint[] {
  if (release.length <= dateParts) return [...release, 1n];
  const raised = asked === 'patch' ? release.length - 1 : dateParts;
  return release.map((part, index) => (index < raised ? part : index === raised ? part + 1n : 0n));
}

/** `YYYY.MM.MICRO`. */
export function describeScheme({ year, dateParts, parts }: CalendarScheme): string {
  const date = [year, 'MM', 'DD'].slice(0, dateParts);
  const rest = ['MINOR', 'MICRO'].slice(-Math.max(0, parts - dateParts));
  return [...date, ...(parts > dateParts ? rest : [])].join('.');
}
