import { pypiHost } from '@slipway/core/pypi-hosts';
import type { ReleaseExpectation } from '../expectations/expect-release.ts';
import { type Check, type CheckGroup, checkGroups } from './check.ts';
import type {
  AttemptReport,
  ChannelReport,
  FileReport,
  ProofReport,
  RehearsalReport,
  ReportChannelName,
} from './report.ts';

export interface ChannelSources {
  readonly fullName: string;
  readonly project: Pick<RehearsalReport['project'], 'name' | 'versionAfter' | 'tag'>;
  /** Undefined when it is not known what must be where. */
  readonly expected: ReleaseExpectation | undefined;
  readonly files: readonly FileReport[];
  readonly image: RehearsalReport['image'];
  readonly checks: readonly Check[];
  /** After the last attempt of the run at the tag. */
  readonly states: AttemptReport['channels'];
}

interface Wanted {
  readonly channel: ReportChannelName & CheckGroup;
  readonly state: 'present' | 'absent' | 'not shown' | 'not part of this workflow';
  readonly because: string;
  readonly address: string;
}

function listWanted({ fullName, project, expected, image }: ChannelSources): readonly Wanted[] {
  if (expected === undefined) return [];
  const { name, versionAfter: version, tag } = project;
  const index = (host: string): string => `https://${host}/project/${name}/${version}/`;
  const { pypi, packages, image: wantedImage, release } = expected;
  const describe = (channel: Wanted['channel'], wanted: object, address: string): Wanted => {
    const { state, because = '' } = wanted as { state: Wanted['state']; because?: string };
    return { channel, state, because, address };
  };
  const packagesPath = packages.state === 'present' ? packages.package : undefined;
  const imagePath = wantedImage.state === 'present' ? wantedImage.package : undefined;
  const first = image.tags[0];
  return [
    describe('PyPI', pypi, index(pypiHost)),
    describe(
      'GitHub Packages',
      packages,
      packagesPath === undefined ? '' : `ghcr.io/${packagesPath}:${version}`,
    ),
    describe(
      'Container image',
      wantedImage,
      imagePath === undefined ? '' : `ghcr.io/${imagePath}${first === undefined ? '' : `:${first}`}`,
    ),
    describe('GitHub Release', release, `https://github.com/${fullName}/releases/tag/${tag}`),
  ];
}

/** Checks of one channel that were asked for one kind of proof, as one statement. */
function joinProofs(checks: readonly Check[], proof: Check['proof']): ProofReport | null {
  const own = checks.filter((check) => check.proof === proof);
  if (own.length === 0) return null;
  const failed = own.find(({ ok }) => !ok);
  return { ok: failed === undefined, detail: (failed ?? own[0])?.detail ?? '' };
}

const places = { PyPI: 'pypi', 'GitHub Packages': 'ghcr', 'GitHub Release': 'release' } as const;

function countFiles(files: readonly FileReport[], channel: string): ChannelReport['files'] {
  const place = places[channel as keyof typeof places];
  if (place === undefined) return null;
  const there = files.filter(({ channels }) => channels[place] !== null);
  if (there.length === 0) return null;
  return {
    equal: there.filter(({ channels, sha256 }) => channels[place] === sha256).length,
    total: there.length,
  };
}

/** One row for each channel of the workflow; empty when nothing was compared. */
export function reportChannels(sources: ChannelSources): readonly ChannelReport[] {
  return listWanted(sources)
    .filter(({ state }) => state !== 'not part of this workflow')
    .map(({ channel, state, because, address }) => {
      const checks = sources.checks.filter(({ group }) => group === channel);
      const own = channel === 'GitHub Release' ? [...checks, ...ofInstallation(sources.checks)] : checks;
      const found = sources.states.find((each) => each.channel === channel);
      const isWrong = own.some(({ ok }) => !ok);
      const isThere = state === 'present' && found?.state !== 'none';
      return {
        channel,
        state: isWrong
          ? 'failed'
          : state === 'not shown'
            ? 'not rehearsed'
            : isThere
              ? 'landed'
              : state === 'absent'
                ? 'skipped'
                : 'failed',
        address: state === 'present' ? address : '',
        detail: found?.detail ?? '',
        files: countFiles(sources.files, channel),
        signed: joinProofs(own, 'signed'),
        installed: joinProofs(own, 'installed'),
        reason: state === 'absent' ? because : state === 'not shown' ? because : '',
      };
    });
}

const ofInstallation = (checks: readonly Check[]): readonly Check[] =>
  checks.filter(({ group }) => group === 'Installation');

/** Checks with their heading, in the order of the headings. */
export function reportChecks(checks: readonly Check[]): RehearsalReport['checks'] {
  const place = (check: Check): number => checkGroups.indexOf(check.group ?? 'Whole release');
  return checks
    .map((check) => ({ group: 'Whole release' as const, ...check }))
    .toSorted((left, right) => place(left) - place(right));
}
