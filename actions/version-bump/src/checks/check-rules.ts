import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '@slipway/github/errors';
import type { Repository } from '@slipway/github/repository';
import { listForbiddingRules } from '@slipway/github/repository/branch-rules';

/**
 * Refuses a commit that a rule of the branch forbids to this token, before anything is written.
 * @throws EnvironmentError E_GITHUB_RULES with every rule; and as GitHubClient.rest
 */
export async function refuseForbiddenCommit(repository: Repository, branch: string): Promise<void> {
  const rules = await listForbiddingRules(repository, branch);
  if (rules.length === 0) return;
  const named = rules.map(({ type, ruleset }) => `${type} (ruleset "${neutralizeLine(ruleset, 100)}")`);
  throw new EnvironmentError(githubErrors.E_GITHUB_RULES, {
    message: `The rules of ${neutralizeLine(branch, 200)} forbid a direct commit: ${named.join(', ')}. Nothing was written.`,
    hint: 'Use "mode: pull-request", or pass the token of a GitHub App that is allowed to bypass the ruleset in "token".',
  });
}
