import { InputError } from '@slipway/core/errors/action-error';
import { readCommit } from '@slipway/github/commits';
import { createCommitObject, findTag } from '@slipway/github/commits/commit-objects';
import { updateRefs } from '@slipway/github/commits/ref-updates';
import {
  makeReleaseCommit,
  type ReleaseCommitResult,
  readPlanTrailer,
} from '@slipway/github/commits/release-commit';
import { findRef, type Repository } from '@slipway/github/repository';
import { ensurePullRequest, type PullRequest } from '@slipway/github/repository/pull-requests';
import { bumpErrors } from './errors.ts';
import { hashPlan, listChanges, type ReleasePlan, renderDiff } from './release-plan.ts';

/** The commit of a release that was made before by the same plan, or that has this tag already; else undefined. */
export async function findMade(repository: Repository, plan: ReleasePlan): Promise<string | undefined> {
  const tag = await findTag(repository, plan.tag);
  if (tag === undefined) return undefined;
  // A tag set by hand at the very commit whose tree has the version says the same.
  const byHand = plan.edits.length === 0 && tag.commitSha === plan.baseSha;
  return byHand || readPlanTrailer(tag.message) === hashPlan(plan) ? tag.commitSha : undefined;
}

/** Makes commit and tag as one unit. @throws as makeReleaseCommit */
export async function writeDirectly(repository: Repository, plan: ReleasePlan): Promise<ReleaseCommitResult> {
  const made = await findMade(repository, plan);
  if (made !== undefined) return { outcome: 'tagged', commitSha: made, made: false };
  return makeReleaseCommit(repository, {
    branch: plan.branch,
    baseSha: plan.baseSha,
    message: plan.commitMessage,
    changes: listChanges(plan),
    tag: { name: plan.tag, message: plan.tagMessage },
    planSha256: hashPlan(plan),
  });
}

export interface Proposal {
  readonly commitSha: string;
  readonly pullRequest: PullRequest;
}

/**
 * Puts the commit on a branch of its own and opens a pull request, or brings both up to date. The branch is ours by its name
 * and may be moved to another commit.
 * @throws InputError E_BUMP_VERSION when there is nothing to change; and as GitHubClient.rest
 */
export async function proposeRelease(repository: Repository, plan: ReleasePlan): Promise<Proposal> {
  if (plan.edits.length === 0) {
    throw new InputError(bumpErrors.E_BUMP_VERSION, {
      message: `The branch has version ${plan.version} already: there is nothing for a pull request.`,
      hint: 'Use "mode: direct" with "bump: none" to tag it.',
    });
  }
  const head = `slipway/release-${plan.tag}`;
  const known = await findRef(repository, `heads/${head}`);
  let commitSha = await createCommitObject(repository, {
    baseSha: plan.baseSha,
    message: plan.commitMessage,
    changes: listChanges(plan),
  });
  if (known !== undefined && (await isSameCommit(repository, known.sha, commitSha))) commitSha = known.sha;
  else {
    const update = { ref: `refs/heads/${head}`, before: known?.sha, after: commitSha, force: true };
    const { now } = await updateRefs(repository, [update]);
    commitSha = now[0] ?? commitSha;
  }
  const pullRequest = await ensurePullRequest(repository, {
    head,
    base: plan.branch,
    title: plan.commitMessage.split('\n')[0] ?? plan.tag,
    body: renderBody(plan),
  });
  return { commitSha, pullRequest };
}

/** Same files on the same parent: an own commit of an earlier run. */
async function isSameCommit(repository: Repository, left: string, right: string): Promise<boolean> {
  const [one, other] = await Promise.all([left, right].map((sha) => readCommit(repository, sha)));
  return one?.tree === other?.tree && one?.parents.join() === other?.parents.join();
}

function renderBody(plan: ReleasePlan): string {
  const diff = renderDiff(plan.edits).join('\n');
  const longest = Math.max(2, ...[...diff.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [
    `Merging this raises the version${plan.previousVersion === undefined ? '' : ` from ${plan.previousVersion}`} to ${plan.version}.`,
    '',
    `After the merge, run the workflow with \`bump: none\` to set the tag \`${plan.tag}\`.`,
    '',
    `${fence}text`,
    diff.slice(0, 50_000),
    fence,
  ].join('\n');
}
