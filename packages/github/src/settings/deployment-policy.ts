import { EnvironmentError } from '@slipway/core/errors/action-error';
import { expecting, findOptional } from '../client.ts';
import { githubErrors } from '../errors.ts';
import type { Repository } from '../repository.ts';

/** Whether a job at a tag may use an environment. */
export type DeploymentAnswer =
  | { readonly state: 'open' }
  /** GitHub would create it for the job, without rules. */
  | { readonly state: 'missing' }
  /** Only branches with protection, or tags that match one of the patterns. */
  | { readonly state: 'closed'; readonly allows: 'protected branches' | readonly string[] }
  /** The token may not read it. */
  | { readonly state: 'unseen' };

const maxPolicies = 100;

/**
 * Whether a tag matches a pattern of an environment: Ruby's `File.fnmatch`, where `*` and `?` stop at a slash (GitHub Docs,
 * "Deployments and environments"). A pattern with sets, escapes or `**` is left to GitHub, and counts as a match.
 */
function mayMatch(pattern: string, tag: string): boolean {
  if (/[[\\]|\*\*/.test(pattern)) return true;
  const source = pattern
    .replace(/[.+^${}()|\]]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`, 's').test(tag);
}

/** Reads the rules of an environment for branches and tags, which takes `actions: read`. @throws as GitHubClient.rest */
export async function askDeployment(
  { rest, at }: Repository,
  environment: string,
  tag: string,
): Promise<DeploymentAnswer> {
  try {
    const found = await findOptional(
      rest.repos.getEnvironment({ ...at, environment_name: environment, ...expecting(['name:string']) }),
    );
    if (found === undefined) return { state: 'missing' };
    const policy = found.deployment_branch_policy ?? undefined;
    if (policy === undefined) return { state: 'open' };
    // A tag is never a protected branch.
    if (policy.protected_branches) return { state: 'closed', allows: 'protected branches' };
    const { data } = await rest.repos.listDeploymentBranchPolicies({
      ...{ ...at, environment_name: environment, per_page: maxPolicies },
      ...expecting(['branch_policies:list', 'branch_policies[].name?:string']),
    });
    const patterns = data.branch_policies.flatMap(({ name, type = 'branch' }) =>
      type === 'tag' && name !== undefined ? [name] : [],
    );
    const isOpen = data.total_count > maxPolicies || patterns.some((pattern) => mayMatch(pattern, tag));
    return isOpen ? { state: 'open' } : { state: 'closed', allows: patterns };
  } catch (cause) {
    const isRefused =
      cause instanceof EnvironmentError && cause.code === githubErrors.E_GITHUB_PERMISSION.code;
    if (isRefused) return { state: 'unseen' };
    throw cause;
  }
}
