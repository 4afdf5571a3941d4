import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '@slipway/github/errors';
import type { Repository } from '@slipway/github/repository';
import {
  type CommitCheck,
  listCheckRuns,
  listRequiredChecks,
  listStatuses,
  type RequiredCheck,
} from '@slipway/github/repository/commit-checks';
import { bumpErrors } from '../errors.ts';
import type { Context } from '../inputs.ts';

const maxNamed = 10;

/** The job that asks is a check of the commit itself, which is never green yet. */
const isOwn = ({ url }: CommitCheck, runId: number): boolean => url.includes(`/actions/runs/${runId}/`);

interface ReadStatuses {
  readonly statuses: readonly CommitCheck[];
  readonly isRefused: boolean;
}

/** Statuses take a right of their own, which a commit without statuses does not need. */
async function readStatuses(repository: Repository, sha: string): Promise<ReadStatuses> {
  try {
    return { statuses: await listStatuses(repository, sha), isRefused: false };
  } catch (cause) {
    if (!(cause instanceof EnvironmentError) || cause.code !== githubErrors.E_GITHUB_PERMISSION.code)
      throw cause;
    return { statuses: [], isRefused: true };
  }
}

const unread = 'statuses, the older kind of checks, were not read, which takes "statuses: read"';

/** What a required check lacks, in words; undefined when it is green. */
function judgeRequired(
  { name, appId }: RequiredCheck,
  checks: readonly CommitCheck[],
  isRefused: boolean,
): string | undefined {
  const own = checks.filter(
    (check) =>
      check.name === name && (appId === undefined || check.appId === undefined || check.appId === appId),
  );
  if (own.length === 0) return `${name} (missing${isRefused ? `; ${unread}` : ''})`;
  const open = own.find(({ isGreen }) => !isGreen);
  return open === undefined ? undefined : `${name} (${open.state})`;
}

async function findOpenChecks(
  { inputs, job, log }: Context,
  repository: Repository,
  branch: string,
  sha: string,
): Promise<readonly string[]> {
  const readRuns = async (): Promise<readonly CommitCheck[]> =>
    (await listCheckRuns(repository, sha)).filter((check) => !isOwn(check, job.runId));
  if (inputs['require-checks'] === 'all') {
    const runs = await readRuns();
    const { statuses, isRefused } = await readStatuses(repository, sha);
    if (isRefused) log.warning(`Of the checks of ${sha.slice(0, 7)}, ${unread}.`);
    const checks = [...runs, ...statuses];
    log.info(`${checks.length} checks of ${sha.slice(0, 7)} were read.`);
    return checks.filter(({ isGreen }) => !isGreen).map(({ name, state }) => `${name} (${state})`);
  }
  const required = await listRequiredChecks(repository, branch);
  if (required.length === 0) return [];
  const runs = await readRuns();
  // Statuses are the older kind: a commit whose checks are all runs needs no right to read them.
  const isRun = ({ name }: RequiredCheck): boolean => runs.some((check) => check.name === name);
  const none: ReadStatuses = { statuses: [], isRefused: false };
  const { statuses, isRefused } = required.every(isRun) ? none : await readStatuses(repository, sha);
  return required.flatMap((check) => judgeRequired(check, [...runs, ...statuses], isRefused) ?? []);
}

/**
 * Refuses to release a commit whose checks are not green. With `auto` these are the checks that the rules and the protection of the branch require, with `all`
 * every check of the commit but those of this run.
 * @throws EnvironmentError E_BUMP_CHECKS with every check; and as GitHubClient.rest
 */
export async function refuseOpenChecks(
  context: Context,
  repository: Repository,
  branch: string,
  sha: string,
): Promise<void> {
  if (context.inputs['require-checks'] === 'none') return;
  const open = await findOpenChecks(context, repository, branch, sha);
  if (open.length === 0) return;
  const named = open.slice(0, maxNamed).map((each) => neutralizeLine(each, 100));
  const more = open.length > maxNamed ? ` and ${open.length - maxNamed} more` : '';
  throw new EnvironmentError(bumpErrors.E_BUMP_CHECKS, {
    message: `${open.length} ${open.length === 1 ? 'check' : 'checks'} of ${sha.slice(0, 7)} ${open.length === 1 ? 'is' : 'are'} not green: ${named.join(', ')}${more}. Nothing was written.`,
  });
}
