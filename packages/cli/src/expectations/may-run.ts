import type { ActionDefinition } from '@slipway/runner/actions/action-definition';
import { defineStatusFunctions } from '@slipway/runner/steps/step-frame';
import { evaluateExpression, evaluateText, isTruthy } from '@slipway/runner/workflow/expressions';
import { listExpressionReferences } from '@slipway/runner/workflow/list-references';
import type { StepModel } from '@slipway/runner/workflow/workflow-model';

/** Values of the inputs of a composite action by name, in lower case; undefined for one that only the run knows. */
export type KnownInputs = ReadonlyMap<string, string | undefined>;

const maxUnknown = 6;

// As in a run in which nothing failed.
const statusFunctions = new Map(
  defineStatusFunctions({ success: () => true, failure: () => false, cancelled: () => false }),
);

/** What a composite action gets: what is given, else its defaults. */
export function completeInputs({ inputs }: ActionDefinition, given: KnownInputs): KnownInputs {
  const preset = (token: ActionDefinition['inputs'][number]['default']): string | undefined => {
    try {
      return token === undefined ? '' : evaluateText(token, { contexts: {}, functions: new Map() });
    } catch {
      return undefined;
    }
  };
  return new Map(
    inputs.map(({ id, default: token }) => {
      const name = id.toLowerCase();
      return [name, given.has(name) ? given.get(name) : preset(token)];
    }),
  );
}

/**
 * Whether a step of a composite action runs for some values of the inputs that only the run knows, each tried as `true` and `false`.
 * A condition that reads anything else may hold.
 */
export function mayRun({ if: condition }: StepModel, inputs: KnownInputs): boolean {
  const read = listExpressionReferences(condition);
  if (read.some(([context, name]) => context !== 'inputs' || name === undefined)) return true;
  const names = [...new Set(read.map(([, name = '']) => name.toLowerCase()))];
  const unknown = names.filter((name) => inputs.get(name) === undefined);
  if (unknown.length > maxUnknown) return true;
  return Array.from({ length: 2 ** unknown.length }, (_, bits) => bits).some((bits) => {
    const tried = Object.fromEntries(unknown.map((name, index) => [name, String((bits >> index) % 2 === 1)]));
    const contexts = { inputs: { ...Object.fromEntries(inputs), ...tried } };
    try {
      return isTruthy(evaluateExpression(condition, { contexts, functions: statusFunctions }));
    } catch {
      return true;
    }
  });
}
