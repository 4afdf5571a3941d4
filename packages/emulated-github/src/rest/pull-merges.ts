import type { EmulatorResponse } from '@slipway/gateway/service';
import { json, notFound, Refusal } from '../answers.ts';
import { type Commit, readCommit, readCommits, signatureOf, webFlow, writeCommit } from '../commits.ts';
import { gitText, tryGit } from '../git/git.ts';
import type { PullRequest } from '../model.ts';
import type { MergeMethod, Repository } from '../repository.ts';
import { announcePush, readRef } from '../transfers/ref-changes.ts';
import { type Call, optionalString, type Route, readBody, writeContents } from './call.ts';

const methods: readonly MergeMethod[] = ['merge', 'squash', 'rebase'];

const refusals: Readonly<Record<MergeMethod, string>> = {
  merge: 'Merge commits are not allowed on this repository.',
  squash: 'Squash merges are not allowed on this repository.',
  rebase: 'Rebase merges are not allowed on this repository.',
};

/** The tree of both sides together. @throws Refusal when they do not go together */
async function mergeTrees(
  repository: Repository,
  base: string,
  ours: string,
  theirs: string,
): Promise<string> {
  const directory = repository.gitDirectory;
  // Our side is put on top of the base, which git then finds by itself: `--merge-base` came with git 2.40.
  const { tree, author, committer } = await readCommit(directory, ours);
  const message = 'ours';
  const side = await writeCommit(repository, { tree, author, committer, message, parents: [base] }, false);
  const { exitCode, stdout } = await tryGit(directory, ['merge-tree', '--write-tree', side, theirs]);
  if (exitCode !== 0) throw new Refusal(405, 'Pull Request is not mergeable');
  return stdout.toString('utf8').split('\n')[0] ?? '';
}

interface Sides {
  readonly base: string;
  readonly head: string;
  readonly fork: string;
  /** Of the pull request, oldest first. */
  readonly commits: readonly Commit[];
}

async function readSides(repository: Repository, pull: PullRequest): Promise<Sides> {
  const [base, head] = await Promise.all(
    [pull.base, pull.head].map((branch) => readRef(repository, `refs/heads/${branch}`)),
  );
  if (base === undefined || head === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
  const fork = await gitText(repository.gitDirectory, ['merge-base', base, head]);
  const commits = await readCommits(repository.gitDirectory, [
    '--reverse',
    '--no-merges',
    `${base}..${head}`,
  ]);
  return { base, head, fork, commits };
}

/**
 * What GitHub writes by default ("About merge methods on GitHub"): a squash of one commit has its message, and one of several
 * the title of the pull request and a list of their messages.
 */
function describeSquash(pull: PullRequest, commits: readonly Commit[]): string {
  const [only] = commits;
  if (only !== undefined && commits.length === 1) {
    const [title = '', ...body] = only.message.split('\n');
    return [`${title} (#${pull.number})`, ...body].join('\n');
  }
  const list = commits.map(({ message }) => `* ${message.trimEnd()}`);
  return `${pull.title} (#${pull.number})\n\n${list.join('\n\n')}`;
}

async function writeMerge(call: Call, pull: PullRequest, method: MergeMethod, sides: Sides): Promise<string> {
  const { world, repository, caller } = call;
  const { base, head, fork, commits } = sides;
  const author = signatureOf(caller, world.now());
  const committer = webFlow(world.now());
  if (method === 'rebase') {
    let tip = base;
    for (const commit of commits) {
      const tree = await mergeTrees(repository, commit.parents[0] ?? fork, tip, commit.sha);
      // A commit that changes nothing on its new parent is left out, as by `git rebase`.
      if (tree === (await readCommit(repository.gitDirectory, tip)).tree) continue;
      const { message } = commit;
      tip = await writeCommit(
        repository,
        { ...{ tree, message, committer }, author: commit.author, parents: [tip] },
        false,
      );
    }
    return tip;
  }
  const tree = await mergeTrees(repository, fork, base, head);
  const message =
    method === 'merge'
      ? `Merge pull request #${pull.number} from ${repository.owner}/${pull.head}\n\n${pull.title}`
      : describeSquash(pull, commits);
  const parents = method === 'merge' ? [base, head] : [base];
  return writeCommit(repository, { tree, message, author, committer, parents }, true);
}

/** "Merge a pull request", with the answers that the reference lists: 405 and 409. */
async function mergePull(call: Call): Promise<EmulatorResponse> {
  const { world, repository, caller, params, request } = call;
  const pull = repository.pullRequests.find((entry) => String(entry.number) === params['number']);
  if (pull === undefined) throw notFound();
  const body = await readBody(request);
  const asked = optionalString(body, 'merge_method') ?? 'merge';
  const method = methods.find((each) => each === asked);
  if (method === undefined || pull.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable');
  if (!repository.mergeMethods.includes(method)) throw new Refusal(405, refusals[method]);
  const sides = await readSides(repository, pull);
  const sha = optionalString(body, 'sha');
  if (sha !== undefined && sha !== sides.head)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const merged = await writeMerge(call, pull, method, sides);
  const ref = `refs/heads/${pull.base}`;
  const moved = await tryGit(repository.gitDirectory, ['update-ref', ref, merged, sides.base]);
  if (moved.exitCode !== 0)
    throw new Refusal(405, 'Base branch was modified. Review and try the merge again.');
  pull.state = 'closed';
  pull.mergedCommit = merged;
  announcePush(world, repository, caller, [{ ref, before: sides.base, after: merged }]);
  return json(200, { sha: merged, merged: true, message: 'Pull Request successfully merged' });
}

export const pullMergeRoutes: readonly Route[] = [
  { method: 'PUT', path: '/pulls/:number/merge', needs: writeContents, handle: mergePull },
];
