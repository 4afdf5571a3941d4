import { expecting, findOptional } from '../client.ts';
import type { Repository } from '../repository.ts';
import { listBranchRules } from './list-branch-rules.ts';

/** What a check says of a commit: a check run, or the older status of a commit. */
export interface CommitCheck {
  /** Name of a check run, context of a status. */
  readonly name: string;
  /** `success`, `neutral` and `skipped` do not stop a merge (GitHub Docs, "About status checks"). */
  readonly isGreen: boolean;
  /** In GitHub's words: `failure`, `in_progress`. */
  readonly state: string;
  /** Number of the app that made a check run; undefined for a status. */
  readonly appId: number | undefined;
  /** Page of the check; empty when it has none. */
  readonly url: string;
}

/** A check that the rules of a branch require. */
export interface RequiredCheck {
  readonly name: string;
  /** Only a check of this app counts; undefined for any. */
  readonly appId: number | undefined;
}

const passing: ReadonlySet<string> = new Set(['success', 'neutral', 'skipped']);
const maxPages = 10;

/** The newest check run of each name and app of a commit, at most 1,000. Needs `checks: read`. @throws as GitHubClient.rest */
export async function listCheckRuns({ rest, at }: Repository, sha: string): Promise<readonly CommitCheck[]> {
  const found: CommitCheck[] = [];
  for (let page = 1; page <= maxPages; page += 1) {
    const fields = ['total_count:number', 'check_runs:list', 'check_runs[].name:string'];
    const { data } = await rest.checks.listForRef({
      ...{ ...at, ref: sha, per_page: 100, page },
      ...expecting(fields),
    });
    for (const { name, status, conclusion, app, details_url: url } of data.check_runs) {
      const state = status === 'completed' ? (conclusion ?? 'unknown') : status;
      found.push({ name, state, isGreen: passing.has(state), appId: app?.id, url: url ?? '' });
    }
    if (data.check_runs.length < 100) break;
  }
  return found;
}

/** The newest status of each context of a commit, at most 100. Needs `statuses: read`. @throws as GitHubClient.rest */
export async function listStatuses({ rest, at }: Repository, sha: string): Promise<readonly CommitCheck[]> {
  const { data } = await rest.repos.getCombinedStatusForRef({
    ...{ ...at, ref: sha, per_page: 100 },
    ...expecting(['statuses:list', 'statuses[].context:string', 'statuses[].state:string']),
  });
  return data.statuses.map(({ context, state, target_url: url }) => ({
    ...{ name: context, state, isGreen: state === 'success', appId: undefined, url: url ?? '' },
  }));
}

/** What counts of the schema `branch-protection`. */
interface BranchProtection {
  readonly required_status_checks?: {
    readonly contexts?: readonly string[];
    readonly checks?: readonly { readonly context: string; readonly app_id: number | null }[];
  };
}

/** An `app_id` of any app, as classic branch protection has it. */
const anyApp = -1;

/**
 * The checks that the classic protection of a branch requires. GitHub tells them with the branch, which takes `contents: read`; the
 * protection itself is for administrators (REST reference, "Get a branch").
 */
async function listClassicChecks(
  { rest, at }: Repository,
  branch: string,
): Promise<readonly RequiredCheck[]> {
  const checks = 'protection?.required_status_checks?.checks?';
  const fields = ['name:string', `${checks}:list`, `${checks}[].context:string`];
  const found: { readonly protection?: BranchProtection } | undefined = await findOptional(
    rest.repos.getBranch({ ...at, branch, ...expecting(fields) }),
  );
  const required = found?.protection?.required_status_checks;
  const listed = required?.checks ?? required?.contexts?.map((context) => ({ context, app_id: null })) ?? [];
  return listed.map(({ context, app_id: appId }) => ({
    name: context,
    appId: appId === null || appId === anyApp ? undefined : appId,
  }));
}

/** The checks that the active rules of a branch, and its classic protection, require. @throws as GitHubClient.rest */
export async function listRequiredChecks(
  repository: Repository,
  branch: string,
): Promise<readonly RequiredCheck[]> {
  const rules = await listBranchRules(repository, branch);
  const checks = rules.flatMap((rule) =>
    rule.type === 'required_status_checks' ? (rule.parameters?.required_status_checks ?? []) : [],
  );
  const required = [
    ...checks.map(({ context, integration_id: appId }) => ({ name: context, appId })),
    ...(await listClassicChecks(repository, branch)),
  ];
  return [...new Map(required.map((check) => [JSON.stringify(check), check])).values()];
}
