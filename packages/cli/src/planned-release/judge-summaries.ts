import { ActionError } from '@slipway/core/errors/action-error';
import type { RunWorkflowOptions } from '@slipway/runner/options';
import type { Check } from '../report/check.ts';
import type { ReportChannel, ReportedRelease } from '../what-if/judge-report.ts';
import { judgeTurns, reporterChecks } from '../what-if/judge-turns.ts';
import { readOwnOutputs } from '../workflow-rules/own-definitions.ts';
import { setsReleaseGate } from '../workflow-rules/set-gate.ts';
import type { WorkflowTree } from '../workflow-rules/workflow-tree.ts';
import { ask, canBePlanned, listInputs } from './plan-release.ts';
import { plannedTag, plannedVersion, planRun, readAllOutputs } from './plan-run.ts';
import { describeCase, isUploaded, type ReleaseCase } from './release-case.ts';

/** Where jobs run that have no permissions and only write a summary. */
export interface SummaryMachine {
  /** Existing folder; everything that they write is below it. */
  readonly directory: string;
  readonly path: string;
}

const looksAt: ReadonlySet<string> = new Set(Object.values(reporterChecks));
const ordinary = { draft: false, marked: false, prerelease: false, image: true };
// Kinds whose summaries differ; each is told apart by one value.
const cases: readonly ReleaseCase[] = [
  ordinary,
  { ...ordinary, draft: true },
  { ...ordinary, marked: true },
  { ...ordinary, prerelease: true },
  { ...ordinary, image: false },
  { ...ordinary, prerelease: true, index: 'testpypi' },
  { ...ordinary, index: 'none' },
];

function describeRelease(release: ReleaseCase, actions: ReadonlySet<string>): ReportedRelease {
  const { draft, image } = release;
  const index = release.index === 'testpypi' ? 'TestPyPI' : 'PyPI';
  const all: readonly (readonly [ReportChannel, string, boolean])[] = [
    [index, 'pypi-publish', isUploaded(release)],
    ['GitHub Packages', 'github-packages-publish', !draft],
    ['Container image', 'docker-build-sign', image],
    ['GitHub Release', 'release-notes', true],
  ];
  // An image without a tag is found by nobody, and a summary need not speak of it.
  const owed = all.filter(
    ([channel, action]) => actions.has(action) && !(draft && channel === 'Container image'),
  );
  return {
    ...{ name: 'demo', version: plannedVersion, draft },
    channels: new Map(owed.map(([channel, , holds]) => [channel, holds])),
    packages: new Map([
      ['GitHub Packages', 'octo-org/demo/pypi/demo'],
      ['Container image', 'octo-org/demo'],
    ]),
  };
}

function runHere(options: RunWorkflowOptions, { directory, path }: SummaryMachine): RunWorkflowOptions {
  const openJob = async () => ({
    ...{ token: 'ghs_planned', runtimeToken: 'planned-runtime-token', resultsUrl: '' },
    ...{ idTokenRequestUrl: undefined, idTokenRequestToken: undefined },
  });
  const platform = { ...options.platform, openJob, closeJob: async () => undefined };
  return { ...options, platform, directory, environment: { PATH: path }, nodePath: process.execPath };
}

/**
 * Runs the jobs that only write a summary as every kind of release would, and a final one with each of its jobs failing, and reads
 * what they wrote. Nothing else runs. Empty for a workflow that cannot be gone through, or has no such job.
 */
export async function judgeSummaries(tree: WorkflowTree, machine: SummaryMachine): Promise<readonly Check[]> {
  if (!canBePlanned(tree)) return [];
  const known = await readAllOutputs(tree, readOwnOutputs);
  const inputs = listInputs(tree.model);
  const ref = `refs/tags/${plannedTag}`;
  const isGated = setsReleaseGate(tree.model);
  const findings: string[] = [];
  let looked = 0;
  for (const wish of cases) {
    const asked = ask(inputs, wish);
    const release: ReleaseCase = isGated ? { ...wish, draft: true } : wish;
    if (
      (wish.draft && asked['draft'] === undefined) ||
      (release.marked && asked['prerelease'] === undefined) ||
      asked['index'] !== release.index
    )
      continue;
    const name = inputs.size > 0 ? 'workflow_dispatch' : 'push';
    try {
      const run = await planRun(tree, known, { name, ref, inputs: asked }, release);
      const checks = await judgeTurns(
        [{ jobs: run.jobs, options: runHere(run.options, machine) }],
        describeRelease(release, new Set(known.keys())),
        {
          summaries: 'planned',
          turns: release.image && !release.draft && !release.marked && release.index === undefined,
        },
      );
      const found = checks.filter((check) => looksAt.has(check.name));
      if (found.length > 0) looked += 1;
      findings.push(
        ...found.flatMap(({ ok, detail }) => (ok ? [] : [`${describeCase(release)}: ${detail}`])),
      );
    } catch (cause) {
      // The run itself reports inputs that the workflow does not accept.
      if (!(cause instanceof ActionError)) throw cause;
    }
  }
  if (looked === 0) return [];
  const ok = findings.length === 0;
  return [
    {
      ...{ name: 'the summary of every kind of release describes it correctly', ok },
      detail: ok ? `${looked} kinds of release` : findings.join('; '),
    },
  ];
}
