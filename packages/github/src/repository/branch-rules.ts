import { expecting, findOptional } from '../client.ts';
import type { Repository } from '../repository.ts';
import { listBranchRules } from './list-branch-rules.ts';

/** A rule that forbids a commit on a branch without a pull request. */
export interface ForbiddingRule {
  /** `pull_request`, `merge_queue`, `required_status_checks`, `update`. */
  readonly type: string;
  /** Name of its ruleset; empty when it cannot be read. */
  readonly ruleset: string;
}

// What a commit that is pushed as it was made can never have, or that is not allowed at all.
const forbidding: ReadonlySet<string> = new Set([
  'pull_request',
  'merge_queue',
  'required_status_checks',
  'update',
]);

/**
 * The rules that forbid a direct commit on a branch to this token. A rule that the token can bypass is left out, as is one whose
 * ruleset does not say who can: GitHub decides then. Classic branch protection is not among them.
 * @throws as GitHubClient.rest
 */
export async function listForbiddingRules(
  repository: Repository,
  branch: string,
): Promise<readonly ForbiddingRule[]> {
  const { rest, at } = repository;
  const rules = await listBranchRules(repository, branch);
  const found = rules.filter(({ type }) => forbidding.has(type));
  const ids = [...new Set(found.flatMap(({ ruleset_id: id }) => id ?? []))];
  const rulesets = new Map(
    await Promise.all(
      ids.map(async (id) => {
        const fields = ['name:string', 'current_user_can_bypass?:string'];
        const ruleset = await findOptional(
          rest.repos.getRepoRuleset({ ...at, ruleset_id: id, ...expecting(fields) }),
        );
        return [id, ruleset] as const;
      }),
    ),
  );
  return found.flatMap(({ type, ruleset_id: id }): ForbiddingRule[] => {
    const ruleset = id === undefined ? undefined : rulesets.get(id);
    const bypass: string | undefined = ruleset?.current_user_can_bypass;
    const isForbidden = bypass === 'never' || bypass === 'pull_requests_only';
    return isForbidden ? [{ type, ruleset: ruleset?.name ?? '' }] : [];
  });
}
