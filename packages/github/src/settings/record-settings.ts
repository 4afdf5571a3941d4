import { ActionError, RemoteError } from '@slipway/core/errors/action-error';
import { expecting, listPages, type Page } from '../client.ts';
import type { Repository } from '../repository.ts';

/** What a release asks of its settings, beside those that every repository has. */
export interface RecordingRequest {
  /** Names of the environments of the workflow. */
  readonly environments: readonly string[];
  /** Names of packages of the container registry. */
  readonly packages?: readonly string[];
}

/** GitHub's answers by request line, as a settings file has them; a refusal is an answer, too. */
export type Recording = Record<string, unknown>;

/** Most entries of a list that are read. */
const maxEntries = 1000;

function readStatus(error: unknown): number | undefined {
  if (!(error instanceof ActionError)) return undefined;
  if (error instanceof RemoteError) return error.status;
  return error.code === 'E_GITHUB_PERMISSION'
    ? 403
    : error.code === 'E_GITHUB_AUTHENTICATION'
      ? 401
      : undefined;
}

interface Counted<Key extends string> {
  readonly headers: { readonly link?: string };
  readonly data: { readonly total_count: number } & Readonly<Record<Key, readonly unknown[]>>;
}

/** A list that GitHub counts, all its pages as one answer. */
async function readCounted<Key extends string>(
  key: Key,
  request: (page: Page) => Promise<Counted<Key>>,
): Promise<{ readonly data: unknown }> {
  const entries = await listPages(async (page) => {
    const { headers, data } = await request(page);
    return { headers, data: data[key] };
  }, maxEntries);
  return { data: { total_count: entries.length, [key]: entries } };
}

async function readPages(
  request: (
    page: Page,
  ) => Promise<{ readonly headers: { readonly link?: string }; readonly data: readonly unknown[] }>,
): Promise<{ readonly data: unknown }> {
  return { data: await listPages(request, maxEntries) };
}

const list = (key: string) => expecting([`${key}:list`]);

/**
 * Asks GitHub for every setting that a release depends on, as one token sees them. Nothing is written.
 * @returns the content of a settings file; what the token may not see has GitHub's refusal
 * @throws EnvironmentError E_GITHUB_AUTHENTICATION for a token that GitHub rejects, RemoteError E_GITHUB_NOT_FOUND for a repository
 * that the token cannot see, E_HTTP_*
 */
export async function recordSettings(
  { rest, at, name }: Repository,
  { environments, packages = [] }: RecordingRequest,
): Promise<Recording> {
  const recording: Recording = {};
  const record = (path: string, read: () => Promise<{ readonly data: unknown }>): Promise<void> =>
    recordLine(`GET /repos/${name}${path}`, read);
  const recordLine = async (line: string, read: () => Promise<{ readonly data: unknown }>): Promise<void> => {
    try {
      recording[line] = (await read()).data;
    } catch (error) {
      const status = readStatus(error);
      // Refusals tell what may be seen; outages and rate limits do not.
      const mayPass = error instanceof RemoteError && error.retryable;
      if (status === undefined || status >= 500 || mayPass) throw error;
      recording[line] = { message: error instanceof Error ? error.message : '', status: String(status) };
    }
  };
  const repository = await rest.repos.get({
    ...at,
    ...expecting(['default_branch:string', 'private:boolean']),
  });
  recording[`GET /repos/${name}`] = repository.data;
  const branch = repository.data.default_branch;
  await record('/actions/permissions', () => rest.actions.getGithubActionsPermissionsRepository(at));
  if (
    (recording[`GET /repos/${name}/actions/permissions`] as { allowed_actions?: unknown }).allowed_actions ===
    'selected'
  )
    await record('/actions/permissions/selected-actions', () => rest.actions.getAllowedActionsRepository(at));
  await record('/actions/permissions/workflow', () =>
    rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(at),
  );
  await record('/actions/workflows', () =>
    readCounted('workflows', (page) =>
      rest.actions.listRepoWorkflows({ ...at, ...page, ...list('workflows') }),
    ),
  );
  await record('/environments', () =>
    readCounted('environments', async (page) => {
      const { headers, data } = await rest.repos.getAllEnvironments({
        ...at,
        ...page,
        ...list('environments'),
      });
      const entries = data.environments ?? [];
      return { headers, data: { total_count: data.total_count ?? entries.length, environments: entries } };
    }),
  );
  for (const environment of environments) {
    const place = { ...at, environment_name: environment };
    const path = `/environments/${encodeURIComponent(environment)}`;
    await record(`${path}/deployment-branch-policies`, () =>
      readCounted('branch_policies', (page) =>
        rest.repos.listDeploymentBranchPolicies({ ...place, ...page, ...list('branch_policies') }),
      ),
    );
    await record(`${path}/secrets`, () =>
      readCounted('secrets', (page) =>
        rest.actions.listEnvironmentSecrets({ ...place, ...page, ...list('secrets') }),
      ),
    );
  }
  await record('/actions/secrets', () =>
    readCounted('secrets', (page) => rest.actions.listRepoSecrets({ ...at, ...page, ...list('secrets') })),
  );
  await record('/actions/organization-secrets', () =>
    readCounted('secrets', (page) =>
      rest.actions.listRepoOrganizationSecrets({ ...at, ...page, ...list('secrets') }),
    ),
  );
  await record('/dependabot/secrets', () =>
    readCounted('secrets', (page) => rest.dependabot.listRepoSecrets({ ...at, ...page, ...list('secrets') })),
  );
  await record('/rulesets', () => readPages((page) => rest.repos.getRepoRulesets({ ...at, ...page })));
  const rulesets = recording[`GET /repos/${name}/rulesets`];
  for (const { id } of Array.isArray(rulesets) ? (rulesets as { id: number }[]) : [])
    await record(`/rulesets/${id}`, () => rest.repos.getRepoRuleset({ ...at, ruleset_id: id }));
  await record(`/rules/branches/${branch}`, () =>
    readPages((page) => rest.repos.getBranchRules({ ...at, branch, ...page })),
  );
  await record(`/branches/${branch}/protection`, () => rest.repos.getBranchProtection({ ...at, branch }));
  await record('/immutable-releases', () => rest.repos.checkImmutableReleases(at));
  await record('/private-vulnerability-reporting', () => rest.repos.checkPrivateVulnerabilityReporting(at));
  for (const own of packages) {
    const wanted = { package_type: 'container', package_name: own } as const;
    const isUser = repository.data.owner.type === 'User';
    await recordLine(
      `GET /${isUser ? 'users' : 'orgs'}/${at.owner}/packages/container/${encodeURIComponent(own)}`,
      () =>
        isUser
          ? rest.packages.getPackageForUser({ ...wanted, username: at.owner })
          : rest.packages.getPackageForOrganization({ ...wanted, org: at.owner }),
    );
  }
  await record('/releases', () => readPages((page) => rest.repos.listReleases({ ...at, ...page })));
  return recording;
}
