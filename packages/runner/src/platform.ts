/** What the runner asks of the platform it runs on; the command line joins it to the emulated services. */

export type PermissionLevel = 'none' | 'read' | 'write';

/** Keys are GitHub's scopes in the words of the `permissions:` key, `id-token` among them. */
export type JobPermissions = Readonly<Record<string, PermissionLevel>>;

/** One job that is about to run. */
export interface JobDescription {
  readonly jobId: string;
  /** `name:` of the job, matrix values included as GitHub shows them. */
  readonly displayName: string;
  readonly runId: number;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly workflow: string;
  /** `owner/repo/.github/workflows/file@ref`. */
  readonly workflowRef: string;
  readonly workflowSha: string;
  readonly jobWorkflowRef: string;
  readonly jobWorkflowSha: string;
  readonly environment: string | undefined;
  readonly permissions: JobPermissions;
}

export interface JobCredentials {
  readonly token: string;
  readonly runtimeToken: string;
  readonly resultsUrl: string;
  readonly idTokenRequestUrl: string | undefined;
  readonly idTokenRequestToken: string | undefined;
  /** What the steps of the job find in their environment besides that of the run. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RemoteReference {
  /** `owner/name`. */
  readonly repository: string;
  /** Folder inside the repository, or the path of a workflow file; empty for the root. */
  readonly path: string;
  readonly ref: string;
}

/** One `uses:` of a step, or of a job that calls a workflow. */
export interface ActionUse {
  /** As written: `owner/repo/path@ref`, `docker://image`. */
  readonly uses: string;
  readonly kind: 'action' | 'workflow';
}

export interface Platform {
  /**
   * Holds what a run, or one job of it, uses against the settings of the repository.
   * @returns why it does not start, in the platform's words; undefined when it may
   */
  refuseActions(uses: readonly ActionUse[]): Promise<string | undefined>;
  /** Called once a job is ready to run, after its environment (if any) was approved. */
  openJob(job: JobDescription): Promise<JobCredentials>;
  /** The tokens of the job stop working. */
  closeJob(job: JobDescription): Promise<void>;
  /**
   * Asks for a job to deploy to its environment, before any step of it.
   * @returns the reasons that fail the job, in the platform's words; none when it may run
   */
  requestDeployment(environment: string, job: JobDescription): Promise<readonly string[]>;
  /** Puts the whole repository of an action at `ref` into a folder. */
  resolveRepository: ResolveRepository;
  /** Addresses for the `github` context and `GITHUB_*`. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

/** A repository at a ref. */
export interface ResolvedRepository {
  readonly directory: string;
  readonly sha: string;
  /** Full name of the ref, as ID tokens have it: `refs/tags/v1`. Default: a tag, or the commit that is named. */
  readonly fullRef?: string;
}

/** Folder of a repository at a ref; each is asked for once a run. */
export type ResolveRepository = (reference: RemoteReference) => Promise<ResolvedRepository>;
