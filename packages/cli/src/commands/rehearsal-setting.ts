import type { HostedProject } from '../release/hosted-project.ts';
import type { FinishedRun } from '../release/run-release.ts';

/** Options that are not available to users: the other values of a cell, and a workflow that is not in a file. */
export interface RehearsalSetting {
  /** The repository is private. Default: public. */
  readonly private?: boolean | undefined;
  /** Nothing of the sample was released before. Default: one version was. */
  readonly first?: boolean | undefined;
  /** The sample has a Dockerfile. Default: it has. */
  readonly image?: boolean | undefined;
  /** Text of the workflow, instead of the bundled one. */
  readonly workflowText?: string | undefined;
  /** Existing folder for what package managers download, shared by several rehearsals. Default: one of its own. */
  readonly downloads?: string | undefined;
  /** Told of the world just before a person publishes the draft. */
  readonly onGate?: ((hosted: HostedProject) => void | Promise<void>) | undefined;
  /** Told of the world as the runs have left it. */
  readonly onReleased?:
    | ((hosted: HostedProject, finished: readonly FinishedRun[]) => void | Promise<void>)
    | undefined;
}
