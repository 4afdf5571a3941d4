import type { TokenGrant } from './jobs/tokens.ts';

/** Looks a token up; undefined for one that was never issued or no longer works. */
export interface TokenLookup {
  find(token: string): TokenGrant | undefined;
}

/** What may not be done to a set of refs, as a ruleset or a classic branch protection says it. */
export interface RefProtection {
  /** Of the ruleset; default its place among the protections. */
  readonly id?: number;
  readonly name?: string;
  /** Full refs by Ruby's `File.fnmatch`, as in `refs/tags/v*`; one that matches is enough. */
  readonly pattern: string | readonly string[];
  /** Refs that a pattern matches and the protection does not hold for. */
  readonly exclude?: readonly string[];
  /** Decides the words: GH006 for classic branch protection, GH013 for a ruleset. */
  readonly source: 'branch-protection' | 'ruleset';
  /** Creation is refused. */
  readonly creation?: boolean;
  /** Every update is refused. */
  readonly update?: boolean;
  readonly deletion?: boolean;
  /** Refused even with force. */
  readonly nonFastForward?: boolean;
  readonly requirePullRequest?: boolean;
  /** Contexts that have to succeed first: never true of a commit that is pushed as it was made. */
  readonly requiredStatusChecks?: readonly string[];
  /** The branch is read-only. */
  readonly locked?: boolean;
  /** Who may push is restricted to others than those who bypass. */
  readonly restrictPushes?: boolean;
  /** Commits that are not verified are refused. */
  readonly requireSignatures?: boolean;
  /** Logins, for example `github-actions[bot]`, the protection does not hold for. */
  readonly bypass?: readonly string[];
}

export interface Workflow {
  readonly id: number;
  /** `.github/workflows/release.yml`. */
  readonly path: string;
  readonly name: string;
}

export type RunStatus = 'queued' | 'in_progress' | 'completed';
export type RunConclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | null;

export interface WorkflowRun {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly actor: string;
  readonly status: RunStatus;
  readonly conclusion: RunConclusion;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface WorkflowJob {
  readonly id: number;
  readonly name: string;
  readonly status: RunStatus;
  readonly conclusion: RunConclusion;
  readonly startedAtMs: number;
  readonly completedAtMs: number | null;
  readonly steps: readonly { readonly name: string; readonly conclusion: RunConclusion }[];
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly user: string;
  readonly createdAtMs: number;
  state: 'open' | 'closed';
  mergedCommit: string | null;
}

export interface Asset {
  readonly id: number;
  name: string;
  label: string | null;
  readonly contentType: string;
  /** `starter` is what a broken upload leaves behind. */
  state: 'starter' | 'uploaded';
  size: number;
  /** Hex; null until the bytes are whole. */
  sha256: string | null;
  readonly file: string;
  readonly uploader: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  downloads: number;
}

export interface Release {
  readonly id: number;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  /** Random part of the page of a draft: it has no tag page yet. */
  readonly untaggedName: string;
  readonly author: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  publishedAtMs: number | null;
  discussionCategory: string | null;
  readonly assets: Asset[];
}

/** What a check says of a commit. */
export interface StoredCheck {
  /** The older kind of check is a status of the commit. */
  readonly kind: 'check run' | 'status';
  /** Commit. */
  readonly sha: string;
  /** Name of a check run, context of a status. */
  readonly name: string;
  /** `queued`, `in_progress` or a conclusion for a check run; `pending`, `success`, `failure` or `error` for a status. */
  readonly state: string;
  /** Number of the app that made it. Default: that of Actions. */
  readonly appId?: number;
  /** The run that a check run of Actions belongs to. */
  readonly runId?: number;
}

/** An attestation that was stored with a repository. */
export interface StoredAttestation {
  readonly id: number;
  /** A bundle of Sigstore as it was sent. */
  readonly bundle: Readonly<Record<string, unknown>>;
  /** `sha256:<hex>` of every subject. */
  readonly subjects: readonly string[];
  readonly predicateType: string;
}
