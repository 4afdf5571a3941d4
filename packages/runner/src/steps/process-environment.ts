import type { FileCommandPaths } from './file-commands.ts';
import type { StepExecution } from './step-execution.ts';

/** Keys of the `github` context that a step's process gets as `GITHUB_<KEY>` (GitHubContext of GitHub's runner). */
const exportedGithubKeys: readonly string[] = [
  'action',
  'action_path',
  'action_ref',
  'action_repository',
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'event_path',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
];

/**
 * The whole environment of a step's process.
 * @param extra what this kind of step adds: INPUT_*, STATE_*, ACTIONS_*
 */
export function createProcessEnvironment(
  execution: StepExecution,
  paths: FileCommandPaths,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const { frame } = execution;
  const { job } = frame;
  const github: Readonly<Record<string, unknown>> = { ...job.github, ...frame.github, ...execution.github };
  const environment: Record<string, string> = {
    CI: 'true',
    ...job.options.environment,
    ...job.credentials.environment,
    ...execution.environment,
    ...extra,
    GITHUB_ACTIONS: 'true',
    RUNNER_TRACKING_ID: job.trackingId,
  };
  for (const key of exportedGithubKeys) {
    const value = github[key];
    if (value !== undefined && value !== null) environment[`GITHUB_${key.toUpperCase()}`] = String(value);
  }
  for (const [name, path] of Object.entries(paths)) environment[`GITHUB_${name.toUpperCase()}`] = path;
  for (const [name, value] of Object.entries(job.runner)) environment[`RUNNER_${name.toUpperCase()}`] = value;
  environment['PATH'] = [...job.prependPath.toReversed(), environment['PATH'] ?? '']
    .filter((part) => part !== '')
    .join(':');
  return environment;
}

/** The variables with which a step may ask for an ID token; only a job with `id-token: write` has them. */
export function idTokenVariables(execution: StepExecution): Record<string, string> {
  const { idTokenRequestUrl, idTokenRequestToken } = execution.frame.job.credentials;
  if (idTokenRequestUrl === undefined || idTokenRequestToken === undefined) return {};
  return {
    ACTIONS_ID_TOKEN_REQUEST_URL: idTokenRequestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: idTokenRequestToken,
  };
}

/** The variables of the artifact and cache services: JavaScript actions have them, `run` steps do not. */
export function runtimeVariables(execution: StepExecution): Record<string, string> {
  const { runtimeToken, resultsUrl } = execution.frame.job.credentials;
  return {
    ACTIONS_RUNTIME_TOKEN: runtimeToken,
    ACTIONS_RUNTIME_URL: resultsUrl,
    ACTIONS_RESULTS_URL: resultsUrl,
    ...idTokenVariables(execution),
  };
}
