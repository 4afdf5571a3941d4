import type { WorkflowText } from '@slipway/runner/workflow-text/workflow-text';
import type { Fix, Severity } from '../diagnosis.ts';

/** One place of a workflow file with a fault. */
export interface Fault {
  /** From 1. */
  readonly line: number;
  /** Key of the job; empty for the file as a whole. */
  readonly job: string;
  /** A sentence that names the place and the value. */
  readonly seen: string;
}

/** What the detectors read. */
export interface FaultContext {
  readonly workflow: WorkflowText;
  /** Text of the changelog; undefined when the project has none. */
  readonly changelog: string | undefined;
}

/** One kind of fault that a workflow file alone shows. */
export interface FaultKind {
  readonly id: string;
  /** What is right, as a sentence. */
  readonly title: string;
  readonly severity: Severity;
  /** What happens with the fault. */
  readonly otherwise: string;
  readonly fix: Fix;
  find(context: FaultContext): readonly Fault[];
}

/** Cuts a quoted line so that it fits into a sentence. */
export function quote(text: string, max = 90): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > max ? `${line.slice(0, max - 1)}…` : line}"`;
}

export const edit = (text: string): Fix => ({ kind: 'edit', text });
