import { type BumpKind, type BumpTypes, defaultBumpTypes } from '@slipway/changelog/commits/bump-types';
import { recommendBump } from '@slipway/changelog/commits/conventional';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { bumpVersion } from '@slipway/python/version/bump-version';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion, type Version } from '@slipway/python/version/parse-version';
import { bumpErrors } from '../errors.ts';
import { beginsWithYear, describeScheme, findCalendarScheme, nextByCalendar } from './calendar-scheme.ts';
import type { Choice, VersionFacts, VersionWish } from './version-facts.ts';

const isSame = (left: Version, right: Version): boolean => compareVersions(left, right) === 0;

/** The version that the project, its last release and the commits since then ask for. @throws InputError E_INPUT_INVALID */
export function chooseAutomatically(
  inputs: Pick<VersionWish, 'pre-major' | 'bump-types'>,
  facts: VersionFacts,
): Choice {
  const types = readBumpTypes(inputs['bump-types']);
  const commits = recommendBump(facts.commits, types);
  return { ...decide(inputs['pre-major'], facts, commits.bump, listTypes(types)), commits };
}

function decide(
  preMajor: 'minor' | 'major',
  facts: VersionFacts,
  asked: BumpKind | undefined,
  types: string,
): Choice {
  const { current, last, isFromTags } = facts;
  const isReleased = facts.isReleased(current) || (last !== undefined && isSame(current, last.version));
  if (last === undefined && !isReleased) return startReleases(current, isFromTags);
  const isBehind = last !== undefined && compareVersions(last.version, current) > 0;
  if (last === undefined || isReleased || isBehind) {
    if (asked === undefined) return sayNothing(facts, types);
    const isAhead = last === undefined || compareVersions(current, last.version) > 0;
    return raise(isAhead ? current : last.version, asked, preMajor, facts);
  }
  return goOn(current, last, asked, preMajor, facts, types);
}

/** Without a release, the project itself says what its first one is. */
function startReleases(current: Version, isFromTags: boolean): Choice {
  const isPlaceholder = current.release.every((part) => part === 0n);
  if (isFromTags || isPlaceholder) return { version: parseVersion('0.1.0'), why: 'the first release' };
  return { version: settle(current), why: `the first release, as the project has ${formatVersion(current)}` };
}

/** The project is ahead of its last release: what it says is released, unless the commits ask for more. */
function goOn(
  current: Version,
  last: NonNullable<VersionFacts['last']>,
  asked: BumpKind | undefined,
  preMajor: 'minor' | 'major',
  facts: VersionFacts,
  types: string,
): Choice {
  const isMark = current.dev !== undefined;
  if (asked === undefined && isMark) return sayNothing(facts, types);
  const planned = settle(current);
  const already = `already in the project, ahead of ${last.name}`;
  if (asked === undefined) return { version: planned, why: already };
  const raised = raise(last.version, asked, preMajor, facts);
  const final = planned.pre === undefined ? planned : bumpVersion(planned, 'release');
  if (raised.version === undefined || compareVersions(raised.version, final) <= 0)
    return { version: planned, why: `${already}; the commits since then ask for no more` };
  // A pre-release in progress stays one, of the larger version.
  if (planned.pre === undefined) return raised;
  return { version: { ...raised.version, pre: { ...planned.pre, number: 1n } }, why: raised.why };
}

/** Without the mark of development: 1.3.0.dev0 is to become 1.3.0. */
function settle(version: Version): Version {
  return version.dev === undefined ? version : { ...version, dev: undefined };
}

function raise(
  from: Version,
  asked: BumpKind,
  preMajor: 'minor' | 'major',
  facts: VersionFacts,
): Extract<Choice, { version: Version }> {
  const scheme = findCalendarScheme(facts.dated);
  if (scheme !== undefined && from.pre === undefined) {
    const version = nextByCalendar(from, scheme, asked, facts.nowMs);
    return { version, why: `the next version of the calendar scheme ${describeScheme(scheme)}` };
  }
  if (beginsWithYear(from)) {
    throw new InputError(bumpErrors.E_BUMP_VERSION, {
      message: `${formatVersion(from)} looks like a calendar version, and the dates of the tags do not show its scheme. Conventional Commits say nothing about the next date.`,
      hint: `Set "version" to the version to release, such as ${new Date(facts.nowMs).getUTCFullYear()}.1.0, or set "bump" to the part to raise.`,
    });
  }
  const isHeldBack = asked === 'major' && preMajor === 'minor' && from.epoch === 0n && from.release[0] === 0n;
  const kind = isHeldBack ? 'minor' : asked;
  const because = isHeldBack
    ? 'a breaking change before 1.0.0 raises the minor version ("pre-major: minor")'
    : `the commits ask for a ${kind} release`;
  const raised = bumpVersion(from, kind);
  const why = `next after ${formatVersion(from)}: ${because}`;
  if (from.pre === undefined) return { version: raised, why };
  // A pre-release is finished by hand; until then further changes make the next one of it, or the first of a larger version.
  if (isSame(raised, bumpVersion(from, 'release'))) return { version: bumpVersion(from, 'pre'), why };
  return { version: { ...raised, pre: { ...from.pre, number: 1n } }, why };
}

function sayNothing({ last, commits }: VersionFacts, types: string): Choice {
  const since = last === undefined ? 'in this history' : `since ${neutralizeLine(last.name, 200)}`;
  const count = commits.length;
  const what =
    count === 0
      ? 'no commits'
      : count === 1
        ? `1 commit, which is not ${types}`
        : `${count.toLocaleString('en-US')} commits, none of them ${types}`;
  return { version: undefined, why: `Nothing to release ${since}: ${what}.` };
}

const kinds: ReadonlySet<string> = new Set(['major', 'minor', 'patch', 'none']);

/** @throws InputError E_INPUT_INVALID */
function readBumpTypes(given: ReadonlyMap<string, string>): BumpTypes {
  const types = new Map(defaultBumpTypes);
  for (const [type, kind] of given) {
    if (!kinds.has(kind)) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `The input "bump-types" gives the type "${neutralizeLine(type, 80)}" the bump "${neutralizeLine(kind, 80)}".`,
        hint: 'Use major, minor, patch or none, such as "build=patch".',
      });
    }
    if (kind === 'none') types.delete(type.toLowerCase());
    else types.set(type.toLowerCase(), kind as BumpKind);
  }
  return types;
}

/** "feat, fix or perf", as far as a reader has to know. */
function listTypes(types: BumpTypes): string {
  const names = [...types.keys()].filter((name) => name !== 'revert').map((name) => neutralizeLine(name, 40));
  const last = names.pop() ?? 'breaking';
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}
