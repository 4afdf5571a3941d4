import { InputError } from '@slipway/core/errors/action-error';
import { type GitHubClient, readAnswer } from './client.ts';
import { githubErrors } from './errors.ts';
import { type RepositoryName, readCommit, repositoryPath } from './repository.ts';
import { createTreeReader } from './tree-entries.ts';

/** The whole new content of one file. */
export interface FileChange {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** A commit to be made on top of another. */
export interface CommitPlan {
  /** Parent of the commit. */
  readonly baseSha: string;
  readonly message: string;
  readonly changes: readonly FileChange[];
}

const workflowFolder = '.github/workflows/';

/**
 * Refuses what the token of a job can write by no route.
 * @throws InputError E_GITHUB_WORKFLOW_FILE
 */
export function refuseWorkflowFiles(changes: readonly Pick<FileChange, 'path'>[]): void {
  const found = changes.find(({ path }) => path.startsWith(workflowFolder));
  if (found !== undefined) {
    throw new InputError(githubErrors.E_GITHUB_WORKFLOW_FILE, {
      message: `The release would change ${found.path}; the token of a job never may write workflow files. Nothing was written.`,
    });
  }
}

/**
 * Makes the objects of a commit; no ref points at it yet, so nothing is visible. Modes are those of the base commit, a new
 * file is 100644. Neither author nor committer is set: only then GitHub signs the commit of a job ("Signature verification
 * for bots").
 * @returns name of the commit
 * @throws InputError E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK, and as GitHubClient.request
 */
export async function createCommitObject(
  client: GitHubClient,
  repository: RepositoryName,
  plan: CommitPlan,
): Promise<string> {
  refuseWorkflowFiles(plan.changes);
  const { tree: baseTree } = await readCommit(client, repository, plan.baseSha);
  const reader = createTreeReader(client, repository, baseTree);
  const entries: { path: string; mode: string; type: 'blob'; sha: string }[] = [];
  for (const { path, contents } of plan.changes) {
    const known = await reader.find(path);
    if (known !== undefined && (known.type !== 'blob' || known.mode === '120000')) {
      throw new InputError(githubErrors.E_GITHUB_SYMBOLIC_LINK, {
        message: `${path} is ${known.mode === '120000' ? 'a symbolic link' : `a ${known.type}`} in ${plan.baseSha.slice(0, 7)} and cannot be changed.`,
      });
    }
    const body = { content: Buffer.from(contents).toString('base64'), encoding: 'base64' };
    const { sha } = await post(client, repository, 'blobs', body);
    entries.push({ path, mode: known?.mode ?? '100644', type: 'blob', sha });
  }
  const tree = await post(client, repository, 'trees', { base_tree: baseTree, tree: entries });
  const commit = await post(client, repository, 'commits', {
    message: plan.message,
    tree: tree.sha,
    parents: [plan.baseSha],
  });
  return commit.sha;
}

/** An annotated tag to be made. */
export interface TagPlan {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly message: string;
}

/** Makes the object of an annotated tag; no ref points at it yet. @returns name of the object */
export async function createTagObject(
  client: GitHubClient,
  repository: RepositoryName,
  tag: TagPlan,
  commitSha: string,
): Promise<string> {
  const body = { tag: tag.name, message: tag.message, object: commitSha, type: 'commit' };
  return (await post(client, repository, 'tags', body)).sha;
}

export interface AnnotatedTag {
  /** What the tag stands for. */
  readonly commitSha: string;
  /** Empty for a lightweight tag. */
  readonly message: string;
}

/** The commit behind a tag, and its message; undefined when there is no such tag. @throws as GitHubClient.request */
export async function findTag(
  client: GitHubClient,
  repository: RepositoryName,
  name: string,
): Promise<AnnotatedTag | undefined> {
  const path = repositoryPath(repository);
  const ref = await client.find<{ object: { sha: string; type: string } }>(
    `${path}/git/ref/tags/${name.split('/').map(encodeURIComponent).join('/')}`,
    ['object.sha:string', 'object.type:string'],
  );
  if (ref === undefined) return undefined;
  if (ref.object.type !== 'tag') return { commitSha: ref.object.sha, message: '' };
  const tag = await client.rest<{ object: { sha: string }; message: string }>(
    'GET',
    `${path}/git/tags/${ref.object.sha}`,
    ['object.sha:string', 'message:string'],
  );
  return { commitSha: tag.object.sha, message: tag.message };
}

/** Objects are named by their content: the same request twice makes no second one, or one that nothing refers to. */
async function post(
  client: GitHubClient,
  repository: RepositoryName,
  kind: 'blobs' | 'trees' | 'commits' | 'tags',
  body: unknown,
): Promise<{ sha: string }> {
  const path = `${repositoryPath(repository)}/git/${kind}`;
  const answer = await client.request('POST', path, { body, idempotent: true });
  return readAnswer('POST', answer, ['sha:string']);
}
