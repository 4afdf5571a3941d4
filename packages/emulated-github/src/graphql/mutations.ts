import { randomBytes } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { signatureOf, webFlow, writeCommit } from '../commits.ts';
import type { RefChange } from '../events.ts';
import { gitText, resolveObject, tryGit } from '../git/git.ts';
import { listTree, type TreeChange, writeTree } from '../git/trees.ts';
import { isFastForward, zeroSha } from '../protection.ts';
import type { Repository } from '../repository.ts';
import { applyRefChanges, readRef } from '../transfers/ref-changes.ts';
import { allow, failure, type GraphqlContext, translate } from './failures.ts';
import { refNodeId, renderObject, renderRefNode, repositoryNodeId } from './queries.ts';

interface CommitInput {
  readonly branch: {
    readonly id?: string;
    readonly branchName?: string;
    readonly repositoryNameWithOwner?: string;
  };
  readonly clientMutationId?: string;
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions: readonly { readonly path: string }[];
  };
  readonly message: { readonly headline: string; readonly body?: string };
}

interface RefUpdate {
  readonly name: string;
  readonly afterOid: string;
  readonly beforeOid?: string;
  readonly force: boolean;
}

interface FoundRef {
  readonly repository: Repository;
  readonly ref: string;
}

const missingNode = (id: string): Error =>
  failure('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);

function findRepositoryById({ world }: GraphqlContext, id: string): Repository {
  const found = [...world.repositories.values()].find((repository) => repositoryNodeId(repository) === id);
  if (found === undefined) throw missingNode(id);
  return found;
}

async function findRefById(context: GraphqlContext, id: string): Promise<FoundRef> {
  for (const repository of context.world.repositories.values()) {
    const text = await gitText(repository.gitDirectory, ['for-each-ref', '--format=%(refname)']);
    const ref = text.split('\n').find((name) => name !== '' && refNodeId(repository, name) === id);
    if (ref !== undefined) return { repository, ref };
  }
  throw missingNode(id);
}

async function findBranch(context: GraphqlContext, { branch }: CommitInput): Promise<FoundRef> {
  if (branch.id !== undefined) return findRefById(context, branch.id);
  if (branch.branchName === undefined || branch.repositoryNameWithOwner === undefined) {
    throw failure(
      'BAD_USER_INPUT',
      'Branch must be given by id, or by repositoryNameWithOwner and branchName.',
    );
  }
  const name = branch.repositoryNameWithOwner;
  const repository = context.world.repositories.get(name.toLowerCase());
  if (repository === undefined) {
    throw failure('NOT_FOUND', `Could not resolve to a Repository with the name '${name}'.`);
  }
  const short = branch.branchName.replace(/^refs\/heads\//, '');
  return { repository, ref: `refs/heads/${short}` };
}

async function changeRefs(
  { world, caller }: GraphqlContext,
  repository: Repository,
  changes: readonly RefChange[],
): Promise<boolean> {
  try {
    return await applyRefChanges(world, repository, caller, changes);
  } catch (error) {
    throw translate(error);
  }
}

/** New files are 100644; a file that is there keeps its mode, the executable bit included, a symbolic link does not. */
async function readFileChanges(
  repository: Repository,
  head: string,
  input: CommitInput,
): Promise<TreeChange[]> {
  const changes: TreeChange[] = [];
  for (const { path } of input.fileChanges?.deletions ?? []) {
    const known = await listTree(repository.gitDirectory, head, ['-r'], [path]);
    if (known.length === 0) {
      throw failure(
        'UNPROCESSABLE',
        `A path was requested for deletion which does not exist as of commit oid \`${head}\`: \`${path}\``,
      );
    }
    for (const entry of known) changes.push({ path: entry.path, mode: entry.mode, sha: undefined });
  }
  for (const { path, contents } of input.fileChanges?.additions ?? []) {
    if (
      path.startsWith('/') ||
      path.split('/').some((part) => part === '' || part === '..' || part === '.')
    ) {
      throw failure('UNPROCESSABLE', `A path was requested for addition that is not valid: \`${path}\``);
    }
    const [known] = await listTree(repository.gitDirectory, head, [], [path]);
    const bytes = Buffer.from(contents, 'base64');
    const sha = await gitText(repository.gitDirectory, ['hash-object', '-w', '--stdin'], { input: bytes });
    changes.push({ path, mode: known?.mode === '100755' ? '100755' : '100644', sha });
  }
  return changes;
}

async function createCommitOnBranch(
  { input }: { input: CommitInput },
  context: GraphqlContext,
): Promise<unknown> {
  const { repository, ref } = await findBranch(context, input);
  allow(context, repository, 'write');
  const head = await readRef(repository, ref);
  if (head === undefined) throw failure('NOT_FOUND', `No such branch '${ref.slice('refs/heads/'.length)}'.`);
  const stale = (): Error =>
    failure(
      'STALE_DATA',
      `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`,
    );
  if (head !== input.expectedHeadOid) throw stale();
  const { headline, body } = input.message;
  const now = context.world.now();
  const changes = await readFileChanges(repository, head, input);
  const sha = await writeCommit(
    repository,
    {
      tree: await writeTree(repository.gitDirectory, head, changes),
      parents: [head],
      message: body === undefined || body === '' ? headline : `${headline}\n\n${body}`,
      author: signatureOf(context.caller, now),
      committer: webFlow(now),
    },
    true,
  );
  if (!(await changeRefs(context, repository, [{ ref, before: head, after: sha }]))) {
    throw stale();
  }
  return {
    clientMutationId: input.clientMutationId,
    commit: () => renderObject(repository, sha),
    ref: () => renderRefNode(repository, ref),
  };
}

async function requireObject(repository: Repository, oid: string): Promise<void> {
  if ((await resolveObject(repository.gitDirectory, oid, 'object')) !== oid) {
    throw failure('NOT_FOUND', `Could not resolve to a node with the oid '${oid}'.`);
  }
}

async function requireRefName(repository: Repository, name: string): Promise<void> {
  const outcome = await tryGit(repository.gitDirectory, ['check-ref-format', name]);
  if (!name.startsWith('refs/') || outcome.exitCode !== 0) {
    throw failure(
      'UNPROCESSABLE',
      `A ref named "${name}" cannot be created: it is not a full, well-formed name.`,
    );
  }
}

type CreateRefInput = {
  input: { repositoryId: string; name: string; oid: string; clientMutationId?: string };
};

async function createRef({ input }: CreateRefInput, context: GraphqlContext): Promise<unknown> {
  const repository = findRepositoryById(context, input.repositoryId);
  allow(context, repository, 'write');
  await requireRefName(repository, input.name);
  await requireObject(repository, input.oid);
  const taken = failure('UNPROCESSABLE', `A ref named "${input.name}" already exists in the repository.`);
  if ((await readRef(repository, input.name)) !== undefined) throw taken;
  const change = { ref: input.name, before: zeroSha, after: input.oid };
  if (!(await changeRefs(context, repository, [change]))) throw taken;
  return { clientMutationId: input.clientMutationId, ref: () => renderRefNode(repository, input.name) };
}

type UpdateRefInput = { input: { refId: string; oid: string; force: boolean; clientMutationId?: string } };

async function updateRef({ input }: UpdateRefInput, context: GraphqlContext): Promise<unknown> {
  const { repository, ref } = await findRefById(context, input.refId);
  allow(context, repository, 'write');
  await changeAll(context, repository, [{ name: ref, afterOid: input.oid, force: input.force }]);
  return { clientMutationId: input.clientMutationId, ref: () => renderRefNode(repository, ref) };
}

type DeleteRefInput = { input: { refId: string; clientMutationId?: string } };

async function deleteRef({ input }: DeleteRefInput, context: GraphqlContext): Promise<unknown> {
  const { repository, ref } = await findRefById(context, input.refId);
  allow(context, repository, 'write');
  await changeAll(context, repository, [{ name: ref, afterOid: zeroSha, force: true }]);
  return { clientMutationId: input.clientMutationId };
}

/**
 * What a `beforeOid` that does not hold is answered with: an execution error without a type that names neither the ref nor
 * the reason (github.com/orgs/community/discussions/213655).
 */
function somethingWentWrong(): Error {
  const reference = randomBytes(16).toString('hex').toUpperCase();
  return new GraphQLError(
    `Something went wrong while executing your query. Please include \`${reference}\` when reporting this issue.`,
  );
}

async function changeAll(
  context: GraphqlContext,
  repository: Repository,
  updates: readonly RefUpdate[],
): Promise<void> {
  const changes: RefChange[] = [];
  for (const { name, afterOid, beforeOid, force } of updates) {
    await requireRefName(repository, name);
    const before = (await readRef(repository, name)) ?? zeroSha;
    if (afterOid !== zeroSha) await requireObject(repository, afterOid);
    if (beforeOid !== undefined && beforeOid !== null && beforeOid !== before) throw somethingWentWrong();
    const rewinds =
      before !== zeroSha &&
      afterOid !== zeroSha &&
      !(await isFastForward(repository.gitDirectory, before, afterOid));
    if (rewinds && !force)
      throw failure('UNPROCESSABLE', `Reference cannot be updated: ${name} would not be a fast forward.`);
    if (before !== afterOid) changes.push({ ref: name, before, after: afterOid });
  }
  if (changes.length > 0 && !(await changeRefs(context, repository, changes))) throw somethingWentWrong();
}

type UpdateRefsInput = {
  input: { repositoryId: string; refUpdates: readonly RefUpdate[]; clientMutationId?: string };
};

/** All refs or none: this is what makes a commit and its tag one unit. */
async function updateRefs({ input }: UpdateRefsInput, context: GraphqlContext): Promise<unknown> {
  const repository = findRepositoryById(context, input.repositoryId);
  allow(context, repository, 'write');
  await changeAll(context, repository, input.refUpdates);
  return { clientMutationId: input.clientMutationId };
}

export const mutations = { createCommitOnBranch, createRef, updateRef, updateRefs, deleteRef };
