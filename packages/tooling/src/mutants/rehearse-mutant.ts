import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRehearseOptions } from '@slipway/cli/commands/rehearse-options';
import { performRehearsal } from '@slipway/cli/commands/run-rehearsal';
import { readWorkflow } from '@slipway/cli/findings/read-workflow';
import { findWorkflowFaults } from '@slipway/cli/findings/workflow-findings';
import { createGit, type Git } from '@slipway/cli/machine/git';
import { createPrograms } from '@slipway/cli/machine/programs';
import type { SummaryMachine } from '@slipway/cli/planned-release/judge-summaries';
import { referenceWorkflowPath } from '@slipway/cli/project/project-copy';
import { prepareSample, sampleRepository } from '@slipway/cli/project/sample';
import type { Check } from '@slipway/cli/report/check';
import type { RehearsalReport } from '@slipway/cli/report/report';
import { judgeDesign } from '@slipway/cli/workflow-rules/check-design';
import { ActionError } from '@slipway/core/errors/action-error';
import { repositoryRoot } from '../bundles/bundles.ts';
import type { RehearsalCell } from './cells.ts';

/** How a rehearsal of one workflow in one cell ended. */
export interface RehearsalVerdict {
  readonly outcome: 'green' | 'red' | 'not possible';
  /** Name of the first check that is red, else the code of the first problem; empty when green. */
  readonly first: string;
  readonly detail: string;
  readonly seconds: number;
}

export interface MutantRehearsal {
  readonly workflowText: string;
  readonly cell: RehearsalCell;
  /** The programs of `PATH` decide whether images can be built. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Goes on after the first red check, for a report of them all. */
  readonly toTheEnd: boolean;
  readonly write: (text: string) => void;
}

class RedCheck extends Error {
  readonly check: Check;

  constructor(check: Check) {
    super(check.name);
    this.check = check;
  }
}

function openGit(home: string, path: string, signal: AbortSignal): Git {
  const run = createPrograms(signal);
  return createGit({ run, path, home, configPath: '/dev/null', trackingId: 'slipway-mutants' });
}

const author = {
  ...{ GIT_AUTHOR_NAME: 'Mona Lisa', GIT_AUTHOR_EMAIL: 'mona@example.invalid' },
  ...{ GIT_COMMITTER_NAME: 'Mona Lisa', GIT_COMMITTER_EMAIL: 'mona@example.invalid' },
};

/** What somebody does who releases by hand: the new version in the files, committed. */
async function raiseVersion(git: Git, directory: string): Promise<void> {
  const file = join(directory, 'pyproject.toml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('version = "1.1.0"', 'version = "1.2.0"'));
  const changelog = join(directory, 'CHANGELOG.md');
  const text = await readFile(changelog, 'utf8');
  await writeFile(changelog, text.replace('## [Unreleased]', '## [Unreleased]\n\n## [1.2.0] - 2026-02-01'));
  await git.read(directory, ['commit', '--quiet', '--all', '-m', 'chore(release): 1.2.0'], { env: author });
}

function judge(report: RehearsalReport): Omit<RehearsalVerdict, 'seconds'> {
  if (report.ok) return { outcome: 'green', first: '', detail: '' };
  const check = report.checks.find(({ ok }) => !ok);
  const [problem] = report.problems;
  const outcome = problem?.code === 'E_TOOL_MISSING' ? 'not possible' : 'red';
  if (check !== undefined) return { outcome, first: check.name, detail: check.detail };
  return { outcome, first: problem?.code ?? 'not ok', detail: problem?.message ?? '' };
}

/**
 * The first red check of those that a rehearsal starts with: they read the file alone, and need neither a project nor a world.
 * A file that is not valid is left to the rehearsal.
 */
async function judgeText(
  text: string,
  cell: RehearsalCell,
  machine: SummaryMachine,
): Promise<Check | undefined> {
  const event = cell.released
    ? ({ name: 'push', ref: 'refs/tags/v1.2.0' } as const)
    : ({ name: 'workflow_dispatch', ref: 'refs/heads/main' } as const);
  const context = {
    repository: sampleRepository,
    readFile: async () => undefined,
    readOwnFile: (path: string) => readFile(join(repositoryRoot, path), 'utf8').catch(() => undefined),
  };
  const read = await readWorkflow(referenceWorkflowPath, text, context).catch((cause: unknown) => {
    if (cause instanceof ActionError) return undefined;
    throw cause;
  });
  if (read === undefined) return undefined;
  const checks = await judgeDesign(referenceWorkflowPath, text, event, findWorkflowFaults(read), machine);
  return checks.find(({ ok }) => !ok);
}

/**
 * Rehearses the bundled sample with a workflow of its own, as `slipway rehearse --project` does, up to the first red check.
 * @throws the reason of the signal
 */
export async function rehearseMutant(request: MutantRehearsal): Promise<RehearsalVerdict> {
  const { cell, variables, signal, workflowText } = request;
  const startedMs = Date.now();
  const seconds = (): number => (Date.now() - startedMs) / 1000;
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'slipway-mutant-')));
  const red = new AbortController();
  try {
    const said = request.toTheEnd
      ? undefined
      : await judgeText(workflowText, cell, {
          directory: parent,
          path: variables['PATH'] ?? '',
        });
    if (said !== undefined)
      return { outcome: 'red', first: said.name, detail: said.detail, seconds: seconds() };
    const directory = join(parent, 'demo');
    const git = openGit(parent, variables['PATH'] ?? '', signal);
    await prepareSample(git, directory, workflowText, { image: cell.dockerfile });
    if (cell.released) await raiseVersion(git, directory);
    const { report } = await performRehearsal(
      parseRehearseOptions(['--project', directory, ...cell.words]),
      {
        variables,
        screen: { isTerminal: false, write: request.write },
        signal: AbortSignal.any([signal, red.signal]),
        onCheck: (check) => {
          if (!check.ok && !request.toTheEnd) red.abort(new RedCheck(check));
        },
      },
      { private: cell.private },
    );
    return { ...judge(report), seconds: seconds() };
  } catch (failure) {
    if (!(failure instanceof RedCheck)) throw failure;
    const { name, detail } = failure.check;
    return { outcome: 'red', first: name, detail, seconds: seconds() };
  } finally {
    await rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}
