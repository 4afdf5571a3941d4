import type { JobIdentity } from '../jobs/identity.ts';
import { deriveNumericId, type RepositoryFacts } from '../jobs/repository-facts.ts';

/** `immutable`: with the numbers of owner and repository, the default of repositories made or renamed since mid-2026. */
export type SubjectFormat = 'classic' | 'immutable';

/** All values are strings, as GitHub's are, apart from the times (which the signer adds). */
export type IdTokenClaims = Readonly<Record<string, string>>;

function subjectOf(identity: JobIdentity, facts: RepositoryFacts, format: SubjectFormat): string {
  const [owner = '', name = ''] = identity.repository.split('/');
  const repository =
    format === 'classic' ? identity.repository : `${owner}@${facts.ownerId}/${name}@${facts.repositoryId}`;
  // https://docs.github.com/actions/reference/security/oidc "Example subject claims": environment first, then pull request.
  if (identity.environment !== undefined)
    return `repo:${repository}:environment:${identity.environment.replaceAll(':', '%3A')}`;
  if (identity.eventName === 'pull_request') return `repo:${repository}:pull_request`;
  return `repo:${repository}:ref:${identity.ref}`;
}

/**
 * The claims of a job's ID token without `jti`, `iss`, `aud` and the times.
 * Source: https://docs.github.com/actions/reference/security/oidc "OIDC token claims", and the list Fulcio requires.
 */
export function createClaims(
  identity: JobIdentity,
  facts: RepositoryFacts,
  refProtected: boolean,
  format: SubjectFormat,
): IdTokenClaims {
  const owner = identity.repository.split('/', 1)[0] ?? '';
  return {
    sub: subjectOf(identity, facts, format),
    ref: identity.ref,
    sha: identity.sha,
    repository: identity.repository,
    repository_owner: owner,
    repository_owner_id: String(facts.ownerId),
    repository_id: String(facts.repositoryId),
    repository_visibility: facts.visibility,
    run_id: String(identity.runId),
    run_number: String(identity.runNumber),
    run_attempt: String(identity.runAttempt),
    actor: identity.actor,
    actor_id: String(deriveNumericId('account', identity.actor)),
    workflow: identity.workflow,
    workflow_ref: identity.workflowRef,
    workflow_sha: identity.workflowSha,
    job_workflow_ref: identity.jobWorkflowRef,
    job_workflow_sha: identity.jobWorkflowSha,
    head_ref: identity.headRef,
    base_ref: identity.baseRef,
    event_name: identity.eventName,
    ref_type: identity.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: String(refProtected),
    check_run_id: String(identity.checkRunId),
    runner_environment: 'github-hosted',
    ...(identity.environment === undefined
      ? {}
      : {
          environment: identity.environment,
          environment_node_id: environmentNodeId(facts.repositoryId, identity.environment),
        }),
  };
}

function environmentNodeId(repositoryId: number, environment: string): string {
  return `EN_${Buffer.from(JSON.stringify([repositoryId, environment])).toString('base64url')}`;
}
