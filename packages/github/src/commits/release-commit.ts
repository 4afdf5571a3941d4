import { InputError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';
import { findRef, type Repository } from '../repository.ts';
import { type CommitPlan, createCommitObject, createTagObject, findTag } from './commit-objects.ts';
import { updateRefs } from './ref-updates.ts';

/** A commit and its tag that become visible together. */
export interface ReleaseCommitPlan extends CommitPlan {
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly tag: {
    /** Without `refs/tags/`. */
    readonly name: string;
    /** The subject and body; the line that names the plan is added. */
    readonly message: string;
  };
  /** Hex SHA-256 of what is to be done: a tag with the same one is this release. */
  readonly planSha256: string;
}

export type ReleaseCommitResult =
  /** `made`: by this call; else the tag was there with the same plan. */
  | { readonly outcome: 'tagged'; readonly commitSha: string; readonly made: boolean }
  /** The branch was not at `baseSha` any more; nothing was written. */
  | { readonly outcome: 'moved'; readonly headSha: string | undefined };

const trailer = 'Slipway-Plan: sha256:';

/** The plan a tag was made for, hex; undefined for a tag of somebody else. */
export function readPlanTrailer(tagMessage: string): string | undefined {
  return new RegExp(`^${trailer}([0-9a-f]{64})$`, 'm').exec(tagMessage)?.[1];
}

/**
 * Makes a commit and its annotated tag, and then lets branch and tag point at them in one transaction: a reader sees both or
 * neither, and so does who runs it again after it was killed at any point. With no changes only the tag is made, on `baseSha`.
 * @throws InputError E_GITHUB_TAG_TAKEN, E_GITHUB_WORKFLOW_FILE, E_GITHUB_SYMBOLIC_LINK; EnvironmentError E_GITHUB_RULES,
 * E_GITHUB_PERMISSION; and as GitHubClient.rest
 */
export async function makeReleaseCommit(
  repository: Repository,
  plan: ReleaseCommitPlan,
): Promise<ReleaseCommitResult> {
  const existing = await findOwnTag(repository, plan);
  if (existing !== undefined) return { outcome: 'tagged', commitSha: existing, made: false };
  if (plan.changes.length === 0) return tagCommit(repository, plan);
  const branchRef = `refs/heads/${plan.branch}`;
  const head = await findRef(repository, `heads/${plan.branch}`);
  if (head?.sha !== plan.baseSha) return { outcome: 'moved', headSha: head?.sha };
  const commitSha = await createCommitObject(repository, plan);
  const tagSha = await createPlanTag(repository, plan, commitSha);
  const result = await updateRefs(repository, [
    { ref: branchRef, before: plan.baseSha, after: commitSha },
    { ref: `refs/tags/${plan.tag.name}`, before: undefined, after: tagSha },
  ]);
  if (result.done) return { outcome: 'tagged', commitSha, made: true };
  // The tag may be that of another run of the same release, or of this very call and the branch has moved on since.
  const found = await findOwnTag(repository, plan);
  if (found !== undefined) return { outcome: 'tagged', commitSha: found, made: found === commitSha };
  const [headSha] = result.now;
  if (headSha !== plan.baseSha) return { outcome: 'moved', headSha };
  throw new RemoteError(githubErrors.E_GITHUB_REFUSED, {
    message: `GitHub did not move ${branchRef} and create ${neutralizeLine(plan.tag.name)}, and returned no reason. Nothing was written.`,
  });
}

/** Without a commit the branch need not be touched, which its rules may forbid, and may have moved on. */
async function tagCommit(repository: Repository, plan: ReleaseCommitPlan): Promise<ReleaseCommitResult> {
  const tagSha = await createPlanTag(repository, plan, plan.baseSha);
  const ref = `refs/tags/${plan.tag.name}`;
  const { done } = await updateRefs(repository, [{ ref, before: undefined, after: tagSha }]);
  if (done) return { outcome: 'tagged', commitSha: plan.baseSha, made: true };
  const found = await findOwnTag(repository, plan);
  if (found !== undefined) return { outcome: 'tagged', commitSha: found, made: false };
  throw new RemoteError(githubErrors.E_GITHUB_REFUSED, {
    message: `GitHub did not create ${neutralizeLine(plan.tag.name)}, and returned no reason. Nothing was written.`,
  });
}

async function createPlanTag(
  repository: Repository,
  { tag: { name, message }, planSha256 }: ReleaseCommitPlan,
  commitSha: string,
): Promise<string> {
  const text = `${message.trimEnd()}\n\n${trailer}${planSha256}\n`;
  return createTagObject(repository, { name, message: text }, commitSha);
}

async function findOwnTag(repository: Repository, plan: ReleaseCommitPlan): Promise<string | undefined> {
  const tag = await findTag(repository, plan.tag.name);
  if (tag === undefined) return undefined;
  if (readPlanTrailer(tag.message) === plan.planSha256) return tag.commitSha;
  throw new InputError(githubErrors.E_GITHUB_TAG_TAKEN, {
    message: `The tag ${neutralizeLine(plan.tag.name)} exists at ${tag.commitSha.slice(0, 7)} and was not made for this release. Nothing was written.`,
  });
}
