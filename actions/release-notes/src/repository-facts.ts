import type { Reporting } from '@slipway/changelog/notes/verification';
import { EnvironmentError, InputError, RemoteError } from '@slipway/core/errors/action-error';
import type { JobEnvironment } from '@slipway/core/job-environment';
import { neutralizeLine } from '@slipway/core/neutralize';
import { expecting } from '@slipway/github/client';
import { describeServer } from '@slipway/github/job/server';
import type { Repository } from '@slipway/github/repository';
import { releaseErrors } from './errors.ts';

/** What the notes say about the repository itself. */
export interface RepositoryFacts {
  /** Whether everybody can download from it without signing in. */
  readonly isPublic: boolean;
  readonly reporting: Reporting | undefined;
}

interface FactsAnswer {
  readonly repository: {
    readonly isPrivate: boolean;
    readonly isSecurityPolicyEnabled: boolean | null;
    readonly securityPolicyUrl: string | null;
  } | null;
}

const factsQuery = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { isPrivate isSecurityPolicyEnabled securityPolicyUrl }
}`;
const factsFields = [
  'repository.isPrivate:boolean',
  'repository.isSecurityPolicyEnabled?:boolean',
  'repository.securityPolicyUrl?:string',
];

/** @throws as GitHubClient.rest */
export async function readRepositoryFacts(
  repository: Repository,
  job: Pick<JobEnvironment, 'serverUrl'>,
): Promise<RepositoryFacts> {
  const isOnGitHub = describeServer(job).kind === 'github.com';
  const variables = { owner: repository.at.owner, name: repository.at.repo };
  const { repository: found } = await repository.graphql<FactsAnswer>(factsQuery, variables, {
    fields: factsFields,
    idempotent: true,
  });
  // On another server, who may read a repository has to sign in first.
  const isPublic = found?.isPrivate === false && isOnGitHub;
  if (isPublic && (await takesPrivateReports(repository))) {
    const url = `${job.serverUrl}/${repository.name}/security/advisories/new`;
    return { isPublic, reporting: { kind: 'private', url } };
  }
  const url = found?.isSecurityPolicyEnabled === true ? URL.parse(found.securityPolicyUrl ?? '') : null;
  const isOwn = url !== null && url.origin === new URL(job.serverUrl).origin;
  return { isPublic, reporting: isOwn ? { kind: 'policy', url: url.href } : undefined };
}

/**
 * Whether vulnerabilities are reported privately; what the token may not see is not in the notes.
 * https://docs.github.com/rest/repos/repos#check-if-private-vulnerability-reporting-is-enabled-for-a-repository
 */
async function takesPrivateReports({ rest, at, log }: Repository): Promise<boolean> {
  try {
    const fields = ['enabled:boolean'];
    const { data } = await rest.repos.checkPrivateVulnerabilityReporting({ ...at, ...expecting(fields) });
    return data.enabled;
  } catch (error) {
    const isHidden =
      error instanceof EnvironmentError ||
      (error instanceof RemoteError && (error.status === 404 || error.status === 422));
    if (!isHidden) throw error;
    log.debug(`Whether vulnerabilities are reported privately cannot be seen: ${error.message}`);
    return false;
  }
}

interface CategoriesAnswer {
  readonly repository: {
    readonly discussionCategories: { readonly nodes: readonly { readonly name: string }[] };
  } | null;
}

const categoryQuery = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { discussionCategories(first: 100) { nodes { name } } }
}`;

/**
 * Refuses a category that does not exist while nothing is public yet: GitHub would answer 404 when the release is published,
 * after everything else.
 * @throws InputError E_RELEASE_DISCUSSION; and as GitHubClient.rest
 */
export async function refuseMissingCategory(
  repository: Repository,
  category: string | undefined,
): Promise<void> {
  if (category === undefined) return;
  const names = await listCategories(repository, category);
  if (names === undefined || names.includes(category)) return;
  const other = names.find((each) => each.toLowerCase() === category.toLowerCase());
  const existing =
    names.length === 0
      ? 'It has no categories.'
      : `Its categories are ${neutralizeLine(names.map((each) => `"${each}"`).join(', '), 500)}.`;
  throw new InputError(releaseErrors.E_RELEASE_DISCUSSION, {
    message: `The repository has no discussion category "${neutralizeLine(category, 100)}". ${existing} Nothing was published.`,
    ...(names.length === 0
      ? {
          hint: 'Turn on discussions in the settings of the repository, or leave "discussion-category" unset.',
        }
      : other === undefined
        ? {}
        : { hint: `Set "discussion-category" to "${neutralizeLine(other, 100)}".` }),
  });
}

/** Undefined when the token may not see them. */
async function listCategories(
  repository: Repository,
  category: string,
): Promise<readonly string[] | undefined> {
  const variables = { owner: repository.at.owner, name: repository.at.repo };
  try {
    const found = await repository.graphql<CategoriesAnswer>(categoryQuery, variables, {
      fields: ['repository.discussionCategories.nodes[].name:string'],
      idempotent: true,
    });
    return found.repository?.discussionCategories.nodes.map((node) => node.name) ?? [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    repository.log.warning(
      `The discussion category "${neutralizeLine(category, 100)}" cannot be checked before the release is published. Add "discussions: read" to the permissions of this job. ${error.message}`,
    );
    return undefined;
  }
}
