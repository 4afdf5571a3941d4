import { data } from '@actions/expressions';
import { evaluateExpression, evaluateTextMap, isTruthy, type Scope } from '../workflow/expressions.ts';
import type { JobModel, StepModel, WorkflowModel } from '../workflow/workflow-model.ts';
import { defineStatusFunctions } from './step-frame.ts';

/** A step as it would start, with the values that its expressions have at that moment. */
export interface PlannedStep {
  readonly step: StepModel;
  /** In its job, from 0. */
  readonly index: number;
  /** Texts of `with`. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** What stands for the machine and the programs of a job that does not run. */
export interface PretendedWorld {
  /** `hashFiles()`: empty when no file matches. */
  hashFiles(patterns: readonly string[]): string;
  /** Outputs that the step would set. */
  outputsOf(step: PlannedStep): Readonly<Record<string, string>>;
}

// Of the job itself, whatever became of those before it.
const statusFunctions = defineStatusFunctions({
  ...{ success: () => true, failure: () => false, cancelled: () => false },
});

/**
 * Goes through the steps of a job without running one, as if each succeeded.
 * @param scope what the expressions of the job see
 * @throws Error in GitHub's words for an expression that cannot be evaluated
 */
export function planSteps(
  workflow: WorkflowModel,
  job: JobModel,
  scope: Scope,
  world: PretendedWorld,
): { readonly steps: readonly PlannedStep[]; readonly outputs: Readonly<Record<string, string>> } {
  const records: Record<string, unknown> = {};
  const hashFiles = {
    ...{ name: 'hashFiles', minArgs: 1, maxArgs: 255 },
    call: (...patterns: data.ExpressionData[]) =>
      new data.StringData(world.hashFiles(patterns.map((pattern) => pattern.coerceString()))),
  };
  const see = (env: Readonly<Record<string, string>>): Scope => ({
    contexts: {
      ...{ secrets: {}, runner: {}, job: { status: 'success' } },
      ...scope.contexts,
      ...{ env, steps: records },
    },
    functions: new Map([...statusFunctions, ['hashfiles', hashFiles]]),
  });
  const shared = evaluateTextMap(workflow.properties.get('env'), see({}));
  const env = { ...shared, ...evaluateTextMap(job.properties.get('env'), see(shared)) };
  const steps: PlannedStep[] = [];
  for (const [index, step] of job.steps.entries()) {
    const own = { ...env, ...evaluateTextMap(step.env, see(env)) };
    const starts = isTruthy(evaluateExpression(step.if, see(own)));
    const planned = { step, index, inputs: starts ? evaluateTextMap(step.with, see(own)) : {} };
    if (starts) steps.push(planned);
    const end = starts ? 'success' : 'skipped';
    if (step.id !== '')
      records[step.id] = {
        ...{ outcome: end, conclusion: end },
        outputs: starts ? world.outputsOf(planned) : {},
      };
  }
  const outputs = Object.entries(evaluateTextMap(job.properties.get('outputs'), see(env)));
  // An empty one is not set, and takes nothing away from that of another leg.
  return { steps, outputs: Object.fromEntries(outputs.filter(([, value]) => value !== '')) };
}
