import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { comparePair } from '@slipway/python/distribution/compare-pair';
import { cutFindings } from '@slipway/python/distribution/cut-findings';
import { joinFindings } from '@slipway/python/distribution/distribution-findings';
import type { Distribution } from '@slipway/python/distribution/inspect-distribution';
import { judgeForIndex } from '@slipway/python/distribution/judge-for-index';
import { pythonErrors } from '@slipway/python/errors';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { parseVersionInput } from '@slipway/tags/version-input';
import { buildErrors } from '../errors.ts';

/** What has to hold of the files of one build. */
export interface Expectations {
  /** Input `version`. */
  readonly version: string | undefined;
  /** Platform-specific wheels fail the build, unless they are collected or built on purpose. */
  readonly native: 'refuse' | 'auto' | 'collect' | 'build';
  readonly formats: 'both' | 'sdist' | 'wheel';
  /** Input `index`: the index that the files are for. */
  readonly index: 'pypi' | 'other';
}

/**
 * Holds what was built against what a release needs.
 * @throws InputError E_DISTRIBUTION_INVALID naming every problem of every file; E_BUILD_FAILED for other files than one source
 * distribution and its wheels, another version, or a wheel for one platform
 */
export function judgeDistributions(
  distributions: readonly (Distribution & { readonly size: number })[],
  expected: Expectations,
): void {
  const problems = distributions.flatMap((distribution) =>
    judgeForDestination(distribution, expected.index).problems.map(
      (problem) => `${neutralizeLine(distribution.fileName, 200)}: ${problem}`,
    ),
  );
  const sdists = distributions.filter(({ kind }) => kind === 'sdist');
  const wheels = distributions.filter(({ kind }) => kind === 'wheel');
  judgeFormats(distributions, sdists.length, wheels.length, expected.formats);
  const bound = wheels.filter(({ isPure }) => !isPure);
  if (bound.length > 0 && (expected.native === 'refuse' || expected.native === 'auto')) {
    throw new InputError(buildErrors.E_BUILD_FAILED, {
      message: `The project contains compiled code, so its wheels are platform-specific: ${bound.map(({ fileName }) => neutralizeLine(fileName, 200)).join(', ')}.`,
      hint: platformHints[expected.native],
    });
  }
  const [sdist] = sdists;
  if (sdist !== undefined) problems.push(...wheels.flatMap((wheel) => comparePair(wheel, sdist)));
  if (problems.length > 0) {
    throw new InputError(pythonErrors.E_DISTRIBUTION_INVALID, { message: cutFindings(problems).join(' ') });
  }
  judgeVersion(distributions, expected.version);
}

// The one line that makes the release build wheels on each platform.
const platformHints = {
  auto: 'Add the line "[tool.cibuildwheel]" to pyproject.toml: this job then builds only the sdist, and the wheel jobs build the wheels.',
  refuse:
    'Set "native: auto" here and "native: build" in a job for each platform. "native: collect" accepts only the wheel of this platform.',
};

const formatWords = {
  both: 'one source distribution and at least one wheel',
  sdist: 'one source distribution and no wheel',
  wheel: 'at least one wheel and no source distribution',
};

function judgeFormats(
  distributions: readonly Distribution[],
  sdists: number,
  wheels: number,
  formats: Expectations['formats'],
): void {
  const isRight =
    sdists === (formats === 'wheel' ? 0 : 1) && (formats === 'sdist' ? wheels === 0 : wheels > 0);
  if (isRight) return;
  const names = distributions.map(({ fileName }) => neutralizeLine(fileName, 200)).join(', ') || 'nothing';
  throw new InputError(buildErrors.E_BUILD_FAILED, {
    message: `The build produced ${sdists} source distributions and ${wheels} wheels (${names}). ${formats === 'both' ? 'A release needs' : `"formats: ${formats}" needs`} ${formatWords[formats]}.`,
  });
}

/** What the index would reject later, after the tag and the draft, and its warnings. */
export function judgeForDestination(
  distribution: Distribution & { readonly size: number },
  index: Expectations['index'],
): ReturnType<typeof joinFindings> {
  return joinFindings(distribution, judgeForIndex(distribution, distribution.size, index === 'pypi'));
}

function judgeVersion(distributions: readonly Distribution[], expected: string | undefined): void {
  if (expected === undefined) return;
  const wanted = parseVersionInput(expected);
  const version = formatVersion(wanted);
  // 1.2 and 1.2.0 are one version (PEP 440).
  if (distributions.every((each) => compareVersions(parseVersion(each.version), wanted) === 0)) return;
  const found = distributions
    .map((each) => `${neutralizeLine(each.fileName, 200)} is ${each.version}`)
    .join(', ');
  throw new InputError(buildErrors.E_BUILD_FAILED, {
    message: `Expected version ${version}${version === expected ? '' : ` ("${neutralizeLine(expected, 60)}")`}, but ${found}.`,
    hint: "Build at that version's tag, or correct the project's version.",
  });
}

/**
 * Holds two builds of the same sources against each other, byte for byte.
 * @throws InputError E_BUILD_FAILED naming the members that differ
 */
export function compareBuilds(
  first: readonly (Distribution & { readonly sha256: string })[],
  second: readonly (Distribution & { readonly sha256: string })[],
  backend = 'the build backend',
): void {
  const findings: string[] = [];
  const differing: Distribution[] = [];
  const others = new Map(second.map((each) => [each.fileName, each]));
  for (const one of first) {
    const other = others.get(one.fileName);
    others.delete(one.fileName);
    if (other === undefined) findings.push(`${one.fileName} is missing from the second build`);
    else if (one.sha256 !== other.sha256) {
      findings.push(`${one.fileName} (${describeDifference(one, other)})`);
      if (listDifferingMembers(one, other).length === 0) differing.push(one);
    }
  }
  findings.push(...[...others.keys()].map((name) => `${name} is missing from the first build`));
  if (findings.length === 0) return;
  // Only how the archive is written differs, which is decided by the backend.
  const isOnlyForm = differing.length === findings.length;
  throw new InputError(buildErrors.E_BUILD_FAILED, {
    message: `A second build in a different folder produced different bytes: ${findings.map((finding) => neutralizeLine(finding, 600)).join('; ')}.`,
    hint: isOnlyForm
      ? `${neutralizeLine(backend, 80)} writes ${differing.every(({ kind }) => kind === 'sdist') ? 'the sdist' : 'its files'} differently each time. Set "reproducible: normalize", which rewrites the files in a canonical form, or use a backend that is reproducible.`
      : 'The usual cause is generated files that contain a timestamp, a path or an unstable order. SOURCE_DATE_EPOCH is set to the commit date.',
  });
}

/** Names of members that only one of two archives has, or that differ. */
export function listDifferingMembers(one: Distribution, other: Distribution): readonly string[] {
  // A link counts as empty, so it is not equal to a file with the link's target as text.
  const describe = ({ size, sha256 }: Distribution['members'][number]): string => `${size} ${sha256}`;
  const known = new Map(other.members.map((member) => [member.name, describe(member)]));
  const names = one.members
    .filter((member) => known.get(member.name) !== describe(member))
    .map(({ name }) => name);
  const own = new Set(one.members.map(({ name }) => name));
  return [...names, ...other.members.filter(({ name }) => !own.has(name)).map(({ name }) => name)];
}

function describeDifference(one: Distribution, other: Distribution): string {
  const names = listDifferingMembers(one, other);
  if (names.length === 0)
    return 'all members have the same content, but their order, times or permissions differ';
  return `${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
}
