import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { listCommitsBetween, readCommit } from '@slipway/github/commits';
import { createCommitObject } from '@slipway/github/commits/commit-objects';
import { updateRefs } from '@slipway/github/commits/ref-updates';
import { findRef, type Repository, readFileAt } from '@slipway/github/repository';
import {
  closePullRequest,
  ensurePullRequest,
  findPullRequest,
  type PullRequest,
} from '@slipway/github/repository/pull-requests';
import { listChanges, type ReleasePlan } from '../release-plan.ts';
import { type CarriedCommits, carryCommits } from './carry-commits.ts';
import type { ProposedChangelog } from './preview-notes.ts';
import { type BranchContent, readForeignCommit, sortCommits } from './read-foreign-commits.ts';
import { formatReleaseLine } from './release-line.ts';
import { type ProposalFacts, renderProposal } from './render-proposal.ts';

export interface Proposal {
  readonly commitSha: string;
  readonly pullRequest: PullRequest;
  /** A commit on its branch that does not fit any more, and that keeps it from being renewed. */
  readonly conflict: { readonly sha: string; readonly path: string } | undefined;
}

// Somebody may push to the branch meanwhile.
const maxAttempts = 3;
const nothing: BranchContent = { own: undefined, foreign: [], hasMerges: false };

/**
 * Puts the release commit on the branch of its pull request, with what others have committed there on top, and opens the pull
 * request or brings it up to date. There is one for each branch and package.
 * @param describe is given the changelog as it is on that branch; undefined when the release does not change it
 * @throws as createCommitObject, updateRefs and ensurePullRequest
 */
export async function proposeRelease(
  repository: Repository,
  plan: ReleasePlan,
  describe: (changelog: ProposedChangelog | undefined) => ProposalFacts,
): Promise<Proposal> {
  const branches = { head: plan.proposalBranch, base: plan.branch };
  const open = await findPullRequest(repository, branches);
  const { commitSha, conflict } = await renewBranch(repository, plan, open !== undefined);
  if (open !== undefined && conflict !== undefined) return { commitSha, pullRequest: open, conflict };
  const path = plan.changelogPath;
  const bytes = path === undefined ? undefined : await readFileAt(repository, path, commitSha);
  const changelog = path === undefined || bytes === undefined ? undefined : { path, bytes };
  const text = await renderProposal(plan, describe(changelog));
  const pullRequest = await ensurePullRequest(repository, { ...branches, ...text });
  return { commitSha, pullRequest, conflict };
}

/** Closes the pull request of a branch that has nothing to release any more. @returns the closed one */
export async function withdrawProposal(
  repository: Repository,
  head: string,
  base: string,
): Promise<PullRequest | undefined> {
  const open = await findPullRequest(repository, { head, base });
  if (open !== undefined) await closePullRequest(repository, open.number);
  return open;
}

type Renewed = Pick<Proposal, 'commitSha' | 'conflict'>;

async function renewBranch(repository: Repository, plan: ReleasePlan, isOpen: boolean): Promise<Renewed> {
  for (let attempt = 1; ; attempt += 1) {
    const known = await findRef(repository, `heads/${plan.proposalBranch}`);
    // Without an open pull request the branch is left from one that was merged or closed.
    const content = known === undefined || !isOpen ? nothing : await readContent(repository, plan, known.sha);
    const release = await createReleaseCommit(repository, plan);
    if (known !== undefined && (await isUpToDate(repository, known.sha, content, release)))
      return { commitSha: known.sha, conflict: undefined };
    const made = await addForeign(repository, plan, content, release);
    if (made.conflict !== undefined) return { commitSha: known?.sha ?? release, conflict: made.conflict };
    const update = {
      ...{ ref: `refs/heads/${plan.proposalBranch}`, before: known?.sha },
      ...{ after: made.commitSha, force: true },
    };
    const { done, now } = await updateRefs(repository, [update]);
    if (done || attempt === maxAttempts) return { commitSha: now[0] ?? made.commitSha, conflict: undefined };
  }
}

async function readContent(repository: Repository, plan: ReleasePlan, head: string): Promise<BranchContent> {
  return sortCommits(await listCommitsBetween(repository, plan.branch, head));
}

function createReleaseCommit(repository: Repository, plan: ReleasePlan): Promise<string> {
  const line = formatReleaseLine(plan.version, plan.tag);
  return createCommitObject(repository, {
    ...{ baseSha: plan.baseSha, message: `${plan.commitMessage.trimEnd()}\n\n${line}\n` },
    changes: listChanges(plan),
  });
}

/** The branch has this very release commit, whoever made it and when, and nothing has to be put on top of it anew. */
async function isUpToDate(
  repository: Repository,
  head: string,
  { own, foreign, hasMerges }: BranchContent,
  release: string,
): Promise<boolean> {
  if (hasMerges) return false;
  const [made, found] = await Promise.all([
    readCommit(repository, release),
    own === undefined || foreign.length === 0 ? readCommit(repository, head) : own,
  ]);
  return made.tree === found.tree && made.parents.join() === found.parents.join();
}

async function addForeign(
  repository: Repository,
  plan: ReleasePlan,
  { foreign }: BranchContent,
  release: string,
): Promise<{ readonly commitSha: string; readonly conflict: Proposal['conflict'] }> {
  const commits = await Promise.all(foreign.map((commit) => readForeignCommit(repository, commit)));
  const edits = new Map(plan.edits.map(({ path, after }) => [path, after]));
  const carried: CarriedCommits = await carryCommits(commits, async (path) =>
    edits.has(path) ? edits.get(path) : readFileAt(repository, path, plan.baseSha),
  );
  if (carried.commits === undefined) return { commitSha: release, conflict: carried };
  let commitSha = release;
  for (const { message, author, changes } of carried.commits)
    commitSha = await createCommitObject(repository, { baseSha: commitSha, message, author, changes });
  return { commitSha, conflict: undefined };
}

/** Says what a person has to know about the pull request. */
export function tellProposal(log: Log, { pullRequest, conflict }: Proposal, head: string): void {
  log.notice(`Pull request: ${pullRequest.url}`);
  if (conflict !== undefined) {
    log.warning(
      `The pull request was not updated: commit ${conflict.sha.slice(0, 7)} on ${neutralizeLine(head, 200)} changes ${neutralizeLine(conflict.path, 200)}, and does not fit the new commits of the branch. Move the change to the branch itself and delete the commit, or close the pull request, so that the next run opens a new one.`,
    );
  }
  if (pullRequest.isByJob) {
    log.notice(
      'The checks of this pull request wait for "Approve workflows to run", because it was opened with GITHUB_TOKEN. Pass the token of a GitHub App in "token" to have them start by themselves.',
    );
  }
}
