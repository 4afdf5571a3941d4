import { evaluateToken } from '@slipway/runner/workflow/expressions';
import { type JobModel, readMapping, type StepModel } from '@slipway/runner/workflow/workflow-model';

/** A value of a workflow file as written: a scalar, a sequence, a mapping or an expression. */
export type WrittenValue = NonNullable<ReturnType<JobModel['properties']['get']>>;

/** Text of a value that is the same in every run; empty where it is not given, undefined where only the run knows it. */
export function readConstant(token: WrittenValue | undefined): string | undefined {
  if (token === undefined) return '';
  try {
    return String(evaluateToken(token, { contexts: {}, functions: new Map() }) ?? '');
  } catch {
    return undefined;
  }
}

/** `readConstant` of an input of a step. */
export function readConstantInput(step: StepModel, name: string): string | undefined {
  return readConstant(readMapping(step.with).get(name));
}
