import type { JobPermissions } from '../platform.ts';
import type { WorkflowModel } from './workflow-model.ts';

/** Repository and commit that `$/path` means: those of the workflow or action that says it. */
export interface SourceRepository {
  readonly repository: string;
  readonly sha: string;
}

/** A workflow file that a job calls, with the files that its own jobs call. */
export interface CalledWorkflow {
  readonly model: WorkflowModel;
  /** `owner/repo/.github/workflows/file@ref`. */
  readonly workflowRef: string;
  readonly source: SourceRepository;
  /** By the key of the calling job. */
  readonly calls: ReadonlyMap<string, CalledWorkflow>;
}

/** A workflow about to run: the started one, or a called one with what its caller gave it. */
export interface WorkflowInstance extends CalledWorkflow {
  /** `caller/` for the jobs of a called workflow. */
  readonly idPrefix: string;
  /** `Caller / `. */
  readonly namePrefix: string;
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** For jobs without `permissions` of their own or of their workflow. */
  readonly permissions: JobPermissions;
}
