import type { RunWorkflowOptions } from './options.ts';
import type { WorkflowModel } from './workflow/workflow-model.ts';

/** The `github` context of a run, without what only a job or a step knows. */
export function createGithubContext(
  options: RunWorkflowOptions,
  workflow: WorkflowModel,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { repository, platform, ref } = options;
  const fullName = `${repository.owner}/${repository.name}`;
  const pullRequest = options.event.payload['pull_request'] as
    | { head?: { ref?: string }; base?: { ref?: string } }
    | undefined;
  const name = workflow.properties.get('name');
  const isDispatch = options.event.name === 'workflow_dispatch';
  return {
    actor: options.actor.login,
    actor_id: String(options.actor.id),
    api_url: platform.apiUrl,
    base_ref: pullRequest?.base?.ref ?? '',
    event: isDispatch ? { ...options.event.payload, inputs } : options.event.payload,
    event_name: options.event.name,
    graphql_url: platform.graphqlUrl,
    head_ref: pullRequest?.head?.ref ?? '',
    ref,
    ref_name: ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    ref_protected: false,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: fullName,
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(repository.ownerId),
    repositoryUrl: `git://github.com/${fullName}.git`,
    retention_days: '90',
    run_attempt: String(options.runAttempt),
    run_id: String(options.runId),
    run_number: String(options.runNumber),
    secret_source: 'Actions',
    server_url: platform.serverUrl,
    sha: options.sha,
    triggering_actor: options.actor.login,
    workflow: name === undefined ? options.workflowPath : String(name),
    workflow_ref: `${fullName}/${options.workflowPath}@${ref}`,
    workflow_sha: options.sha,
  };
}
