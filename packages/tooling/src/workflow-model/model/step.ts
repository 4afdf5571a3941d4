import type { Condition } from './condition.ts';
import type { Value } from './expression.ts';

/** An action of this repository. How it is named depends on the form of the workflow. */
export interface OwnAction {
  readonly own: string;
}

/** A third-party action, pinned to a commit. */
export interface PinnedAction {
  readonly action: string;
  /** Full commit SHA. */
  readonly commit: string;
  /** The version at that commit, which becomes a comment. */
  readonly version: string;
}

/** A value with the comment that is written above it. */
export interface NotedValue {
  readonly kind: 'noted';
  readonly comment: readonly string[];
  readonly value: Value;
}

interface StepBase {
  readonly name?: string;
  readonly id?: string;
  readonly condition?: Condition;
}

/** A step that runs an action. */
export interface ActionStep extends StepBase {
  readonly uses: OwnAction | PinnedAction;
  readonly with?: Readonly<Record<string, Value | NotedValue>>;
}

/** A step that runs a shell script. Values reach it through `env`, never through its text. */
export interface ScriptStep extends StepBase {
  readonly run: string;
  readonly env?: Readonly<Record<string, Value>>;
}

/** One step of a job. */
export type Step = ActionStep | ScriptStep;

/** The action `actions/<name>` of this repository. */
export const own = (name: string): OwnAction => ({ own: name });

/** `value` with a comment above it, one string per line. */
export const noted = (value: Value, ...comment: readonly string[]): NotedValue => ({
  kind: 'noted',
  comment,
  value,
});
