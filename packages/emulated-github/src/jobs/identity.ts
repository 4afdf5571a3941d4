/** GitHub's permission scopes of a job token, in the words of the `permissions:` key. */
export type PermissionScope =
  | 'actions'
  | 'artifact-metadata'
  | 'attestations'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'discussions'
  | 'id-token'
  | 'issues'
  | 'models'
  | 'packages'
  | 'pages'
  | 'pull-requests'
  | 'repository-projects'
  | 'security-events'
  | 'statuses';

export type PermissionLevel = 'none' | 'read' | 'write';

export type Permissions = Readonly<Partial<Record<PermissionScope, PermissionLevel>>>;

/** The job a token belongs to: everything an ID token's claims and an artifact's scope are made of. */
export interface JobIdentity {
  /** `owner/name`. */
  readonly repository: string;
  readonly runId: number;
  readonly runNumber: number;
  readonly runAttempt: number;
  /** The key of the job in the workflow file. */
  readonly jobId: string;
  /** Number GitHub gives to the check run of the job. */
  readonly checkRunId: number;
  /** `name:` of the workflow, or its path. */
  readonly workflow: string;
  /** `owner/repo/.github/workflows/file@ref` of the top-level workflow. */
  readonly workflowRef: string;
  readonly workflowSha: string;
  /** The same of the file that holds the job: another one in a called workflow. */
  readonly jobWorkflowRef: string;
  readonly jobWorkflowSha: string;
  readonly eventName: string;
  readonly ref: string;
  readonly sha: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly actor: string;
  readonly environment: string | undefined;
  readonly permissions: Permissions;
}

/** What the platform hands to a job. */
export interface JobCredentials {
  /** `GITHUB_TOKEN`. */
  readonly token: string;
  /** `ACTIONS_RUNTIME_TOKEN`. */
  readonly runtimeToken: string;
  /** `ACTIONS_RESULTS_URL`. */
  readonly resultsUrl: string;
  /** `ACTIONS_ID_TOKEN_REQUEST_URL`, only with `id-token: write`. */
  readonly idTokenRequestUrl: string | undefined;
  /** `ACTIONS_ID_TOKEN_REQUEST_TOKEN`, likewise. */
  readonly idTokenRequestToken: string | undefined;
}
