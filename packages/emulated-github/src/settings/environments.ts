/** One pattern of "Selected branches and tags" of an environment. */
export interface DeploymentPolicy {
  readonly id: number;
  /** Ruby's `File.fnmatch` decides what it matches. */
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

/** Who may approve a job of an environment. */
export interface Reviewer {
  readonly type: 'User' | 'Team';
  /** Login of a person, slug of a team. */
  readonly name: string;
}

/** Which refs an environment takes: "No restriction", "Protected branches only", "Selected branches and tags". */
export type DeploymentRefs = 'any' | 'protected-branches' | 'selected';

/** A deployment environment with its protection rules. */
export interface Environment {
  readonly id: number;
  readonly name: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** Minutes a job waits, 0 without a timer. */
  waitTimer: number;
  reviewers: readonly Reviewer[];
  preventSelfReview: boolean;
  refs: DeploymentRefs;
  /** Hold for `selected` alone. */
  policies: readonly DeploymentPolicy[];
}

/** An environment as its settings page would be filled in. */
export interface EnvironmentOptions {
  readonly name: string;
  readonly waitTimer?: number;
  readonly reviewers?: readonly Reviewer[];
  readonly preventSelfReview?: boolean;
  /** Default `any`, or `selected` when there are policies. */
  readonly refs?: DeploymentRefs;
  readonly policies?: readonly Omit<DeploymentPolicy, 'id'>[];
}

/** Numbers and the time of what is created. */
export interface Creation {
  nextId(): number;
  now(): number;
}

/** Fills in what the options leave out. */
export function createEnvironment(options: EnvironmentOptions, creation: Creation): Environment {
  const now = creation.now();
  const policies = (options.policies ?? []).map((policy) => ({ id: creation.nextId(), ...policy }));
  return {
    id: creation.nextId(),
    name: options.name,
    createdAtMs: now,
    updatedAtMs: now,
    waitTimer: options.waitTimer ?? 0,
    reviewers: options.reviewers ?? [],
    preventSelfReview: options.preventSelfReview ?? false,
    refs: options.refs ?? (policies.length > 0 ? 'selected' : 'any'),
    policies,
  };
}

/** "Environment names are not case sensitive" (GitHub Docs, "Managing environments for deployment"). */
export function findEnvironment(environments: readonly Environment[], name: string): Environment | undefined {
  return environments.find((environment) => environment.name.toLowerCase() === name.toLowerCase());
}
