import { InputError } from '@slipway/core/errors/action-error';
import type { ReleaseWish } from '../commands/rehearse-options.ts';
import { cliErrors } from '../errors.ts';
import type { Git } from '../machine/git.ts';
import type { Project } from './project.ts';

/** Path of the reference workflow, here and in a user's repository. */
export const referenceWorkflowPath = '.github/workflows/release.yml';

/** A bare copy of the committed tree with its branches and tags, ready to be hosted. */
export interface ProjectCopy {
  readonly gitDirectory: string;
  readonly branch: string;
  readonly workflowPath: string;
  readonly notes: readonly string[];
}

export interface CopyRequest {
  readonly git: Git;
  readonly project: Project;
  /** Existing empty folder. */
  readonly gitDirectory: string;
  /** As the user wrote it. */
  readonly workflow: string | undefined;
  /** Text of the file that is put in place when the project has none. */
  readonly referenceWorkflow: string;
  readonly wish: ReleaseWish;
}

const identity = {
  GIT_AUTHOR_NAME: 'Slipway rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@example.invalid',
  GIT_COMMITTER_NAME: 'Slipway rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@example.invalid',
};

/** Text of a file of a commit; undefined when there is none. */
export async function readCommittedFile(
  git: Git,
  directory: string,
  commit: string,
  path: string,
): Promise<string | undefined> {
  const shown = await git.try(directory, ['cat-file', 'blob', `${commit}:${path}`]);
  return shown.exitCode === 0 ? shown.stdout : undefined;
}

async function addFile(request: CopyRequest, branch: string, path: string, text: string): Promise<void> {
  const { git, gitDirectory } = request;
  const env = { ...identity, GIT_INDEX_FILE: `${gitDirectory}/rehearsal-index` };
  const parent = await git.read(gitDirectory, ['rev-parse', `refs/heads/${branch}`]);
  const blob = await git.read(gitDirectory, ['hash-object', '-w', '--stdin'], { input: text });
  await git.read(gitDirectory, ['read-tree', parent], { env });
  await git.read(gitDirectory, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { env });
  const tree = await git.read(gitDirectory, ['write-tree'], { env });
  // The notes of the rehearsed release are to be those of the real one.
  const message = 'ci: add the release workflow\n\nRelease-Notes: skip';
  const commit = await git.read(gitDirectory, ['commit-tree', tree, '-p', parent, '-m', message], { env });
  await git.read(gitDirectory, ['update-ref', `refs/heads/${branch}`, commit]);
}

/** Chooses the workflow file; puts the reference into the copy when the project releases in no such way yet. */
async function placeWorkflow(request: CopyRequest, branch: string): Promise<{ path: string; note?: string }> {
  const { git, gitDirectory, workflow } = request;
  const path = workflow?.replace(/^\.\//, '') ?? referenceWorkflowPath;
  const text = await readCommittedFile(git, gitDirectory, `refs/heads/${branch}`, path);
  if (workflow !== undefined) {
    if (text !== undefined) return { path };
    throw new InputError(cliErrors.E_REHEARSE_WORKFLOW, {
      message: `--workflow ${workflow}: the file does not exist in the committed tree.`,
      hint: 'Use a path inside the project, and commit the file.',
    });
  }
  if (text !== undefined && /uses:\s*(?:[\w.-]+\/slipway|\$)\/actions\//.test(text)) return { path };
  await addFile(request, branch, path, request.referenceWorkflow);
  const why = text === undefined ? `has no ${path}` : `has a ${path} that does not use Slipway`;
  return {
    path,
    note: `The project ${why}. The reference workflow was added to the copy in an additional commit.`,
  };
}

/** A tag that is there must hold the workflow; one that is not is made, as the user would push it. */
async function placeTag(request: CopyRequest, branch: string, tag: string, path: string): Promise<string[]> {
  const { git, gitDirectory } = request;
  const wellFormed = await git.try(gitDirectory, ['check-ref-format', `refs/tags/${tag}`]);
  if (wellFormed.exitCode !== 0 || tag.startsWith('-'))
    throw new InputError(cliErrors.E_REHEARSE_TAG, { message: `"${tag}" is not a valid tag name.` });
  const known = await git.try(gitDirectory, [
    'rev-parse',
    '--verify',
    '--quiet',
    `refs/tags/${tag}^{commit}`,
  ]);
  if (known.exitCode !== 0) {
    const args = ['tag', '--annotate', '-m', tag, tag, `refs/heads/${branch}`];
    await git.read(gitDirectory, args, { env: identity });
    return [`The tag ${tag} did not exist. It was created in the copy, on the branch ${branch}.`];
  }
  const text = await readCommittedFile(git, gitDirectory, `refs/tags/${tag}`, path);
  if (text !== undefined) return [];
  throw new InputError(cliErrors.E_REHEARSE_TAG, {
    message: `The tag ${tag} already exists at commit ${known.stdout.trim().slice(0, 12)}, which does not contain ${path}.`,
  });
}

/** Copies a project's committed content. @throws InputError E_REHEARSE_WORKFLOW, E_REHEARSE_TAG */
export async function copyProject(request: CopyRequest): Promise<ProjectCopy> {
  const { git, project, gitDirectory, wish } = request;
  const branch = project.branch ?? 'main';
  const notes = [...project.notes];
  await git.read(gitDirectory, [
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${branch}`,
    '.',
  ]);
  const everything = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
  const detached = project.branch === undefined ? [`+HEAD:refs/heads/${branch}`] : [];
  if (detached.length > 0)
    notes.push(`No branch is checked out. The copy uses the commit as the branch ${branch}.`);
  await git.read(gitDirectory, [
    ...['fetch', '--quiet', '--no-write-fetch-head', '--no-auto-gc', '--', project.directory],
    ...(detached.length > 0 ? ['+refs/tags/*:refs/tags/*', ...detached] : everything),
  ]);
  const placed = await placeWorkflow(request, branch);
  if (placed.note !== undefined) notes.push(placed.note);
  if (wish.kind === 'tag') notes.push(...(await placeTag(request, branch, wish.tag, placed.path)));
  return { gitDirectory, branch, workflowPath: placed.path, notes };
}
