import { createHash } from 'node:crypto';
import type { FileChange } from '@slipway/github/commits/commit-objects';

/** One file before and after; `before` is undefined for a new one, `after` for one that is deleted. */
export interface FileEdit {
  /** From the root of the repository. */
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/** Everything a release writes, decided before anything is written. */
export interface ReleasePlan {
  /** Canonical. */
  readonly version: string;
  /** Canonical; undefined for a first release. */
  readonly previousVersion: string | undefined;
  readonly isPrerelease: boolean;
  /** The files have the version already: only its tag is missing. */
  readonly isLanded: boolean;
  /** Branch of the pull request that proposes it, without `refs/heads/`. */
  readonly proposalBranch: string;
  readonly branch: string;
  /** The commit everything was read at. */
  readonly baseSha: string;
  /** Name without `refs/tags/`. */
  readonly tag: string;
  readonly commitMessage: string;
  readonly tagMessage: string;
  /** The changelog among the edits. */
  readonly changelogPath: string | undefined;
  /** Sorted by path; only files that change. */
  readonly edits: readonly FileEdit[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Names what is to be done: what it starts from and what it is to be. The new bytes are not part of it, as the date in a
 * changelog is that of the day: a run that was stopped yesterday is the same release today.
 */
export function hashPlan(plan: ReleasePlan): string {
  const identity = {
    version: plan.version,
    baseSha: plan.baseSha,
    branch: plan.branch,
    tag: plan.tag,
    edits: plan.edits.map(({ path, before }) => [path, before === undefined ? null : sha256(before)]),
  };
  return sha256(Buffer.from(JSON.stringify(identity)));
}

/** The value of the output `plan`. */
export function renderPlan(plan: ReleasePlan): string {
  return JSON.stringify({
    version: plan.version,
    previousVersion: plan.previousVersion ?? null,
    isPrerelease: plan.isPrerelease,
    branch: plan.branch,
    base: plan.baseSha,
    tag: plan.tag,
    sha256: hashPlan(plan),
    edits: plan.edits.map(({ path, before, after }) => ({
      path,
      before: before === undefined ? null : sha256(before),
      after: after === undefined ? null : sha256(after),
    })),
  });
}

export function listChanges(plan: ReleasePlan): FileChange[] {
  return plan.edits.map(({ path, after }) => ({ path, contents: after }));
}
