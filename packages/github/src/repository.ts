import type { Octokit } from './client/octokit.ts';
import { expecting, expectingEach, findOptional, type GitHubClient, listPages } from './client.ts';

/** A repository as one token sees it. */
export interface Repository extends GitHubClient {
  /** `owner/name`. */
  readonly name: string;
  /** The parameters of every endpoint of a repository. */
  readonly at: { readonly owner: string; readonly repo: string };
}

/** @param name `owner/name` */
export function openRepository(client: GitHubClient, name: string): Repository {
  const [owner = '', repo = ''] = name.split('/');
  return { ...client, name, at: { owner, repo } };
}

/** What a ref points at: the tag object for an annotated tag. */
export interface RefTarget {
  /** `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  readonly type: string;
}

type RestRef = Awaited<ReturnType<Octokit['rest']['git']['getRef']>>['data'];

const refFields = ['ref:string', 'object.sha:string', 'object.type:string'];

const readTarget = ({ ref, object }: RestRef): RefTarget => ({ ref, sha: object.sha, type: object.type });

export interface RepositorySettings {
  /** Global number for GraphQL. */
  readonly nodeId: string;
  readonly defaultBranch: string;
}

/** @throws as GitHubClient.rest */
export async function readRepository({ rest, at }: Repository): Promise<RepositorySettings> {
  const fields = ['node_id:string', 'default_branch:string'];
  const { data } = await rest.repos.get({ ...at, ...expecting(fields) });
  return { nodeId: data.node_id, defaultBranch: data.default_branch };
}

/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.rest */
export async function findRef({ rest, at }: Repository, ref: string): Promise<RefTarget | undefined> {
  const found = await findOptional(rest.git.getRef({ ...at, ref, ...expecting(refFields) }));
  return found && readTarget(found);
}

/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.rest */
export async function listTags({ rest, at }: Repository, prefix = ''): Promise<readonly RefTarget[]> {
  const ref = `tags/${prefix}`;
  const found = await listPages((page) =>
    rest.git.listMatchingRefs({ ...at, ref, ...page, ...expectingEach(refFields) }),
  );
  return found.map(readTarget);
}

/** The answer is the file itself instead of a JSON object with its base64. */
const rawMedia = { headers: { accept: 'application/vnd.github.raw+json' } };

/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.rest */
export async function readFileAt(
  { rest, at }: Repository,
  path: string,
  ref: string,
): Promise<Uint8Array | undefined> {
  const found: unknown = await findOptional(rest.repos.getContent({ ...at, path, ref, ...rawMedia }));
  return found as Uint8Array | undefined;
}

/** The bytes of a blob of git. @throws as GitHubClient.rest */
export async function readBlob({ rest, at }: Repository, sha: string): Promise<Uint8Array> {
  const { data }: { data: unknown } = await rest.git.getBlob({ ...at, file_sha: sha, ...rawMedia });
  return data as Uint8Array;
}
