import { findTag } from '@slipway/github/commits/commit-objects';
import {
  makeReleaseCommit,
  type ReleaseCommitResult,
  readPlanTrailer,
} from '@slipway/github/commits/release-commit';
import type { Repository } from '@slipway/github/repository';
import { hashPlan, listChanges, type ReleasePlan } from './release-plan.ts';

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
