import { InputError } from '@slipway/core/errors/action-error';
import { expecting } from '../client.ts';
import { readCommit } from '../commits.ts';
import { githubErrors } from '../errors.ts';
import { findRef, type Repository } from '../repository.ts';
import { createTreeReader } from './tree-entries.ts';

/** The whole new content of one file; without content it is deleted. */
export interface FileChange {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly contents: Uint8Array | undefined;
}

/** As git has it. */
export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

/** A commit to be made on top of another. */
export interface CommitPlan {
  /** Parent of the commit. */
  readonly baseSha: string;
  readonly message: string;
  /** Who wrote it, for a commit that is made once more; such a commit is not signed. Default: the owner of the token. */
  readonly author?: CommitAuthor | undefined;
  readonly changes: readonly FileChange[];
}

/** A file or an executable file of git. */
type FileMode = '100644' | '100755';

/** Objects are named by their content: the same request twice makes no second one, or one that nothing refers to. */
const object = expecting(['sha:string'], { idempotent: true });

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
 * file is 100644. Unless the plan has one, neither author nor committer is set: only then GitHub signs the commit of a job ("Signature verification
 * for bots").
 * @returns name of the commit
 * @throws InputError E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK, and as GitHubClient.rest
 */
export async function createCommitObject(repository: Repository, plan: CommitPlan): Promise<string> {
  refuseWorkflowFiles(plan.changes);
  const { rest, at } = repository;
  const { tree: baseTree } = await readCommit(repository, plan.baseSha);
  const reader = createTreeReader(repository, baseTree);
  const entries: { path: string; mode: FileMode; type: 'blob'; sha: string | null }[] = [];
  for (const { path, contents } of plan.changes) {
    const known = await reader.find(path);
    const isLink = known?.mode === '120000';
    // A link can be deleted. New contents would replace it with a file.
    if (known !== undefined && (known.type !== 'blob' || (isLink && contents !== undefined))) {
      throw new InputError(githubErrors.E_GITHUB_SYMBOLIC_LINK, {
        message: `${path} is ${isLink ? 'a symbolic link' : `a ${known.type}`} in ${plan.baseSha.slice(0, 7)} and cannot be changed.`,
      });
    }
    const mode = (known?.mode ?? '100644') as FileMode;
    if (contents === undefined) {
      entries.push({ path, mode, type: 'blob', sha: null });
      continue;
    }
    const content = Buffer.from(contents).toString('base64');
    const { data } = await rest.git.createBlob({ ...at, content, encoding: 'base64', ...object });
    entries.push({ path, mode, type: 'blob', sha: data.sha });
  }
  // GitHub takes no empty list; a commit without changes has the tree of its parent.
  const tree =
    entries.length === 0
      ? baseTree
      : (await rest.git.createTree({ ...at, base_tree: baseTree, tree: entries, ...object })).data.sha;
  const parents = [plan.baseSha];
  const commit = await rest.git.createCommit({
    ...{ ...at, message: plan.message, tree, parents },
    ...(plan.author === undefined ? {} : { author: plan.author }),
    ...object,
  });
  return commit.data.sha;
}

/** An annotated tag to be made. */
export interface TagPlan {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly message: string;
}

/** Makes the object of an annotated tag; no ref points at it yet. @returns name of the object */
export async function createTagObject(
  { rest, at }: Repository,
  { name, message }: TagPlan,
  commitSha: string,
): Promise<string> {
  const target = { object: commitSha, type: 'commit' } as const;
  const { data } = await rest.git.createTag({ ...at, tag: name, message, ...target, ...object });
  return data.sha;
}

export interface AnnotatedTag {
  /** What the tag stands for. */
  readonly commitSha: string;
  /** Empty for a lightweight tag. */
  readonly message: string;
}

/** The commit behind a tag, and its message; undefined when there is no such tag. @throws as GitHubClient.rest */
export async function findTag(repository: Repository, name: string): Promise<AnnotatedTag | undefined> {
  const ref = await findRef(repository, `tags/${name}`);
  if (ref === undefined) return undefined;
  if (ref.type !== 'tag') return { commitSha: ref.sha, message: '' };
  const { rest, at } = repository;
  const fields = ['object.sha:string', 'message:string'];
  const { data } = await rest.git.getTag({ ...at, tag_sha: ref.sha, ...expecting(fields) });
  return { commitSha: data.object.sha, message: data.message };
}
