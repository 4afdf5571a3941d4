import { ActionError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { ErrorKind } from '@slipway/core/errors/define-errors';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import type { World } from '@slipway/world/world';
import { cliErrors } from '../errors.ts';
import type { FinishedRun } from '../release/run-release.ts';
import type { Check } from './check.ts';
import type { Problem } from './report.ts';

function describe({ code, hint }: ErrorKind, message: string): Problem {
  return { code, message, hint };
}

/** A thrown failure as a problem; anything that is not ours is a bug. */
export function problemOf(thrown: unknown): Problem {
  const failure = describeFileSystemError(thrown) ?? thrown;
  if (failure instanceof ActionError)
    return { code: failure.code, message: failure.message, hint: failure.hint };
  const text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return describe(cliErrors.E_REHEARSE_INTERNAL, text);
}

/**
 * An annotation whose title is an error code, as actions write it: the message, then the hint and the link to the page of errors, a
 * line each. A script may use a code too, without the last two.
 */
function readAnnotation(job: string, text: string, title: string): Problem {
  const { E_REHEARSE_JOB_FAILED: unknown } = cliErrors;
  if (!/^E_[A-Z0-9_]+$/.test(title)) return describe(unknown, `${job}: ${text}`);
  const lines = text.split('\n');
  const hint = lines.at(-2);
  if (hint === undefined || !lines.at(-1)?.endsWith(`docs/errors.md#${title.toLowerCase()}`))
    return { code: title, message: `${job}: ${text}`, hint: unknown.hint };
  return { code: title, message: `${job}: ${lines.slice(0, -2).join('\n')}`, hint };
}

function problemsOfRun({ run, attempt, result }: FinishedRun): Problem[] {
  return result.jobs.flatMap((job) => {
    const said = job.annotations.map(({ message }) => message);
    // GitHub tells of one refusal in two annotations.
    if (job.steps.length === 0 && said.some((message) => message.includes('environment protection rules')))
      return [describe(cliErrors.E_REHEARSE_DEPLOYMENT, `${job.name}: ${said.join(' ')}`)];
    const found = job.annotations.flatMap(({ level, message, properties }) => {
      if (level === 'warning' && message.startsWith('Unexpected input(s) '))
        return [describe(coreErrors.E_INPUT_UNKNOWN, `${job.name}: ${message}`)];
      if (level !== 'error' || job.result !== 'failure') return [];
      return [readAnnotation(job.name, message, properties['title'] ?? '')];
    });
    if (job.result !== 'failure' || found.length > 0) return found;
    const failed = job.steps.find((step) => step.result === 'failure');
    const where = failed === undefined ? '' : ` in step "${failed.name}"`;
    return [
      describe(cliErrors.E_REHEARSE_JOB_FAILED, `${job.name}${where}, run ${run.runId}, attempt ${attempt}`),
    ];
  });
}

/** Each by itself; together in one problem when it is known already what went wrong. */
function problemsOfChecks(checks: readonly Check[], isExplained: boolean): Problem[] {
  const failed = checks.filter(({ ok }) => !ok);
  if (!isExplained || failed.length < 2)
    return failed.map(({ name, detail }) =>
      describe(cliErrors.E_REHEARSE_CHECK_FAILED, `${name}: ${detail}`),
    );
  const names = failed.map(({ name }) => `"${name}"`).join(', ');
  const message = `${failed.length} of ${checks.length} checks failed: ${names}.`;
  return [describe(cliErrors.E_REHEARSE_CHECK_FAILED, message)];
}

export interface ProblemSources {
  readonly finished: readonly FinishedRun[];
  readonly runaway: boolean;
  /** Empty when no run was at a tag. */
  readonly tag: string;
  readonly checks: readonly Check[];
  readonly world: World;
  /** A fault was asked for. */
  readonly faultName: string | undefined;
}

/** Everything that keeps a rehearsal from holding, each once. */
export function listProblems(sources: ProblemSources): Problem[] {
  const { finished, world, checks, faultName } = sources;
  const problems = finished.flatMap(problemsOfRun);
  for (const host of world.journal.refusedHosts()) {
    const message = `The release contacted the unknown host "${host}"; nothing was sent there.`;
    problems.push(describe(cliErrors.E_REHEARSE_HOST_REFUSED, message));
  }
  if (sources.runaway)
    problems.push(describe(cliErrors.E_REHEARSE_RUNAWAY, cliErrors.E_REHEARSE_RUNAWAY.message));
  if (sources.tag === '' && problems.length === 0)
    problems.push(describe(cliErrors.E_REHEARSE_NO_RELEASE, cliErrors.E_REHEARSE_NO_RELEASE.message));
  problems.push(...problemsOfChecks(checks, problems.length > 0));
  if (faultName !== undefined && world.gateway.faults.strikes === 0)
    problems.push(
      describe(cliErrors.E_REHEARSE_FAULT_UNUSED, `The fault "${faultName}" was never triggered.`),
    );
  for (const error of world.gateway.serviceErrors) problems.push(problemOf(error));
  const key = (problem: Problem): string => JSON.stringify(problem);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}
