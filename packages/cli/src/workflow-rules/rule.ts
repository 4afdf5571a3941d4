import type { StepModel, WorkflowModel } from '@slipway/runner/workflow/workflow-model';
import type { WorkflowTree } from './workflow-tree.ts';

/** Outputs of an action of Slipway by its folder below `actions/`; undefined for one that it does not have. */
export type ReadActionOutputs = (action: string) => Promise<ReadonlySet<string> | undefined>;

/** What starts the release. */
export interface StartEvent {
  readonly name: 'workflow_dispatch' | 'push' | 'release';
  /** Full reference. */
  readonly ref: string;
}

/** A workflow file that releases, and what its rules ask about the world around it. */
export interface WorkflowReading {
  readonly model: WorkflowModel;
  /** The workflows that its jobs call, as far as they are known. */
  readonly calls: WorkflowTree['calls'];
  readonly readActionOutputs: ReadActionOutputs;
  /** The same for its inputs, in lower case. */
  readonly readActionInputs: ReadActionOutputs;
  readonly event: StartEvent;
}

/** Requirements for every release workflow that can be checked in its file. */
export interface WorkflowRule {
  /** A sentence that holds when nothing is found. */
  readonly name: string;
  /** It is about what starts a release, or about all of its jobs, and not about the inside of one file. */
  readonly isOfWhole?: boolean;
  /** What is wrong, one clause each: place, value, and what it leads to. */
  find(reading: WorkflowReading): Promise<readonly string[]> | readonly string[];
}

const slipwayReference = /^(?:([\w.-]+)\/slipway|\$)\/actions\/([\w-]+)(?:@(.+))?$/i;

/** A step that uses an action of Slipway. */
export interface SlipwayUse {
  /** Empty for `$/actions/…`, which is the repository of the workflow itself. */
  readonly owner: string;
  readonly action: string;
  readonly ref: string;
}

/** Reads `owner/slipway/actions/name@ref`; undefined for another action and for a script. */
export function readSlipwayUse({ uses }: StepModel): SlipwayUse | undefined {
  const match = slipwayReference.exec(uses ?? '');
  return match === null ? undefined : { owner: match[1] ?? '', action: match[2] ?? '', ref: match[3] ?? '' };
}

/** The step checks a repository out. */
export const checksOut = ({ uses }: StepModel): boolean => /^actions\/checkout@/i.test(uses ?? '');

/** A name for a step that a reader finds in the file. */
export function nameStep(step: StepModel, index: number): string {
  const name = step.name === undefined ? (step.uses ?? '') : String(step.name);
  return name === '' ? `step ${index + 1}` : `step "${name}"`;
}
