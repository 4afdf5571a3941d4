import type { Platform } from './platform.ts';
import type { Reporter } from './reporter.ts';
import type { WorkflowResult } from './result.ts';
import type { StandIn } from './stand-ins/stand-in.ts';

export interface RepositoryDescription {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly ownerId: number;
  readonly private: boolean;
  readonly defaultBranch: string;
}

export interface RunWorkflowOptions {
  /** `.github/workflows/release.yml`. */
  readonly workflowPath: string;
  readonly workflowText: string;
  /** Text of another file of the same commit, for `uses: ./.github/workflows/x.yml`; undefined when there is none. */
  readonly loadFile: (path: string) => Promise<string | undefined>;
  readonly event: { readonly name: string; readonly payload: Readonly<Record<string, unknown>> };
  readonly repository: RepositoryDescription;
  /** Full reference: `refs/heads/main`, `refs/tags/v1`. */
  readonly ref: string;
  readonly sha: string;
  readonly actor: { readonly login: string; readonly id: number };
  /** Of `workflow_dispatch`, as typed by the user. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly runId: number;
  readonly runNumber: number;
  readonly runAttempt: number;
  readonly platform: Platform;
  /** Existing folder; everything the run writes is under it. */
  readonly directory: string;
  /** Base environment of every step; nothing else of the host reaches one. */
  readonly environment: Readonly<Record<string, string>>;
  /** The `node` that runs JavaScript actions. */
  readonly nodePath: string;
  readonly reporter?: Reporter;
  /** Built-in replacements of actions by `owner/name` or `owner/name/path`, lower case; `*` is any owner. */
  readonly standIns?: ReadonlyMap<string, StandIn>;
  readonly signal?: AbortSignal;
  /** The attempt before: its successful jobs are kept, the others and those that need them run again. */
  readonly previous?: WorkflowResult;
  /** Jobs at the same time; default 4. */
  readonly maxParallel?: number;
  /** What GITHUB_TOKEN may do when the workflow says nothing (a setting of the repository); default `read`. */
  readonly defaultPermissions?: 'read' | 'write';
}
