import { formatVersion } from '@slipway/python/version/format-version';
import type { Outcome } from '../expectations/judgement.ts';
import type { Progress } from '../machine/terminal.ts';
import type { FinishedRun } from '../release/run-release.ts';
import { type Check, inGroup } from '../report/check.ts';
import type { ReportChannel, ReportedRelease } from './judge-report.ts';
import { judgeTurns } from './judge-turns.ts';

/** The channels that are called for, and those that must be empty; of the others a summary may say anything. */
function describeChannels({ expected }: Pick<Outcome, 'expected'>): ReportedRelease['channels'] {
  const { pypi, testPypi, packages, image, release } = expected;
  const states: readonly (readonly [ReportChannel, { readonly state: string }])[] = [
    ['PyPI', pypi],
    ['TestPyPI', testPypi],
    ['GitHub Packages', packages],
    ['Container image', image],
    ['GitHub Release', release],
  ];
  // What has no tag is found by nobody, and a summary need not speak of it.
  const isHidden = image.state === 'present' && image.tags?.length === 0;
  return new Map(
    states
      .filter(([name]) => name !== 'Container image' || !isHidden)
      .filter(([, { state }]) => state === 'present' || state === 'absent')
      .map(([name, { state }]) => [name, state === 'present']),
  );
}

function namePackages({ expected: { packages, image } }: Outcome): ReadonlyMap<ReportChannel, string> {
  const names = new Map<ReportChannel, string>();
  if (packages.state === 'present' && packages.package !== undefined)
    names.set('GitHub Packages', packages.package);
  if (image.state === 'present' && image.package !== undefined) names.set('Container image', image.package);
  return names;
}

function describeRelease(outcome: Outcome, draft: boolean): ReportedRelease {
  const { name, version } = outcome.subject;
  return {
    ...{ name, version: version === undefined ? undefined : formatVersion(version), draft },
    channels: describeChannels(outcome),
    packages: namePackages(outcome),
  };
}

/** One check of each name, which fails if one of them does. */
function uniteChecks(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check, index) => {
    const same = checks.filter(({ name }) => name === check.name);
    return check === (same.find(({ ok }) => !ok) ?? same[0]) && checks.indexOf(check) === index;
  });
}

/** Judges what a release that went well would have done otherwise; one that did not go well has shown it. */
export async function checkTurns(
  finished: readonly FinishedRun[],
  outcome: Outcome,
  progress: Pick<Progress, 'heading' | 'check'>,
): Promise<readonly Check[]> {
  const last = [...new Map(finished.map((run) => [run.run.runId, run])).values()];
  if (last.some(({ result }) => result.conclusion !== 'success')) return [];
  const { gate } = outcome;
  const isAfterGate = ({ run }: FinishedRun): boolean => gate === undefined || run.eventName === 'release';
  const judgeRuns = (runs: readonly FinishedRun[], expected: Outcome['expected'], draft: boolean) =>
    judgeTurns(
      runs.map(({ options, result }) => ({ options, jobs: result.jobs })),
      describeRelease({ ...outcome, expected }, draft),
      { imageIsShown: expected.image.state !== 'not shown' },
    );
  const drafted = last.filter((run) => !isAfterGate(run));
  const judged = [
    // Until a person publishes the draft, the summaries are those of a draft.
    ...(gate === undefined || drafted.length === 0 ? [] : await judgeRuns(drafted, gate.expected, true)),
    ...(await judgeRuns(last.filter(isAfterGate), outcome.expected, outcome.subject.cell.draft)),
  ];
  const checks = inGroup('Simulated failures', uniteChecks(judged));
  if (checks.length > 0) progress.heading('Simulated failures');
  for (const check of checks) progress.check(check);
  return checks;
}
