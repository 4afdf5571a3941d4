import { isPlanRefusal } from '../client/refusals.ts';
import { expectingEach, listPages } from '../client.ts';
import type { Repository } from '../repository.ts';

/**
 * The active rules of a branch, from rulesets of the repository and of its organization. Classic branch protection is not among
 * them. A private repository on the free plan has none: GitHub answers 403 there, whatever the token may do.
 * @throws as GitHubClient.rest
 */
export async function listBranchRules({ rest, at }: Repository, branch: string) {
  try {
    return await listPages((page) =>
      rest.repos.getBranchRules({
        ...{ ...at, branch, ...page },
        ...expectingEach(['type:string', 'ruleset_id?:number']),
      }),
    );
  } catch (error) {
    if (isPlanRefusal(error)) return [];
    throw error;
  }
}
