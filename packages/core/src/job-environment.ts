import { tmpdir } from 'node:os';
import { EnvironmentError } from './errors/action-error.ts';
import { coreErrors } from './errors/core-errors.ts';

/**
 * The runner's variables about the job, https://docs.github.com/actions/reference/workflows-and-actions/variables. Unset values
 * are empty; unset numbers are 0.
 */
export interface JobEnvironment {
  /** `owner/name`. */
  readonly repository: string;
  readonly owner: string;
  /** Name of the repository without its owner. */
  readonly name: string;
  /** Without a trailing slash, like the two that follow. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** `refs/heads/main`, `refs/tags/v1`, `refs/pull/1/merge`. */
  readonly ref: string;
  readonly refName: string;
  readonly refType: 'branch' | 'tag' | undefined;
  readonly sha: string;
  readonly runId: number;
  readonly runAttempt: number;
  readonly runNumber: number;
  /** Key of the job in its workflow file. */
  readonly jobId: string;
  readonly workflow: string;
  /** `owner/name/.github/workflows/file@ref`. */
  readonly workflowRef: string;
  readonly eventName: string;
  readonly eventPath: string;
  readonly actor: string;
  readonly workspace: string;
  /** `RUNNER_TEMP`, or the system's temporary folder if it is not set. */
  readonly temporaryDirectory: string;
  /** `github-hosted` or `self-hosted`. */
  readonly runnerEnvironment: string;
  /** Any other variable; undefined if unset or empty. */
  variable(name: string): string | undefined;
}

/**
 * Reads the variables of the runner.
 * @throws EnvironmentError E_NOT_IN_JOB for a repository that is not `owner/name`
 */
export function readJobEnvironment(variables: Readonly<Record<string, string | undefined>>): JobEnvironment {
  const read = (name: string, fallback = ''): string => variables[name] || fallback;
  const count = (name: string): number => Number.parseInt(read(name, '0'), 10) || 0;
  const address = (name: string, fallback: string): string => read(name, fallback).replace(/\/+$/, '');
  const repository = read('GITHUB_REPOSITORY');
  const [owner = '', name = '', ...rest] = repository.split('/');
  if (repository !== '' && (owner === '' || name === '' || rest.length > 0)) {
    throw new EnvironmentError(coreErrors.E_NOT_IN_JOB, {
      message: `GITHUB_REPOSITORY is "${repository}", which is not "owner/name".`,
    });
  }
  const refType = read('GITHUB_REF_TYPE');
  return {
    repository,
    owner,
    name,
    serverUrl: address('GITHUB_SERVER_URL', 'https://github.com'),
    apiUrl: address('GITHUB_API_URL', 'https://api.github.com'),
    graphqlUrl: address('GITHUB_GRAPHQL_URL', 'https://api.github.com/graphql'),
    ref: read('GITHUB_REF'),
    refName: read('GITHUB_REF_NAME'),
    refType: refType === 'branch' || refType === 'tag' ? refType : undefined,
    sha: read('GITHUB_SHA'),
    runId: count('GITHUB_RUN_ID'),
    runAttempt: count('GITHUB_RUN_ATTEMPT'),
    runNumber: count('GITHUB_RUN_NUMBER'),
    jobId: read('GITHUB_JOB'),
    workflow: read('GITHUB_WORKFLOW'),
    workflowRef: read('GITHUB_WORKFLOW_REF'),
    eventName: read('GITHUB_EVENT_NAME'),
    eventPath: read('GITHUB_EVENT_PATH'),
    actor: read('GITHUB_ACTOR'),
    workspace: read('GITHUB_WORKSPACE', process.cwd()),
    temporaryDirectory: read('RUNNER_TEMP', tmpdir()),
    runnerEnvironment: read('RUNNER_ENVIRONMENT', 'self-hosted'),
    variable: (wanted) => variables[wanted] || undefined,
  };
}
