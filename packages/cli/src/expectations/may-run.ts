import type { ActionDefinition } from '@slipway/runner/actions/action-definition';
import { defineStatusFunctions } from '@slipway/runner/steps/step-frame';
import { evaluateExpression, evaluateText, isTruthy } from '@slipway/runner/workflow/expressions';
import { lexExpression } from '@slipway/runner/workflow/lex-expression';
import { listExpressionReferences } from '@slipway/runner/workflow/list-references';
import type { StepModel } from '@slipway/runner/workflow/workflow-model';

/** Values of the inputs of a composite action by name, in lower case; undefined for one that only the run knows. */
export type KnownInputs = ReadonlyMap<string, string | undefined>;

const maxTried = 4_096;

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

/** Values that tell the branches of a condition apart: those that it names, all of them together, and one that it does not name. */
function listCandidates(condition: string): readonly string[] {
  const literals = lexExpression(condition)
    .map(({ lexeme }) => lexeme)
    .filter((lexeme) => /^(?:'|[+-]?[\d.])/.test(lexeme))
    .map((lexeme) => (lexeme.startsWith("'") ? lexeme.slice(1, -1).replaceAll("''", "'") : lexeme));
  return [...new Set(['true', 'false', '', 'any other value', ...literals, literals.join('')])];
}

/** A value that a condition reads: an input, or an output of an earlier step as `ID.OUTPUT`, which only the run knows. */
type ReadValue = { readonly name: string; readonly step?: readonly [id: string, output: string] };

function readValue([context, name, member, output]: readonly string[]): ReadValue | undefined {
  if (context === 'inputs' && name !== undefined) return { name: name.toLowerCase() };
  const isOutput = context === 'steps' && member === 'outputs' && name !== undefined && output !== undefined;
  return isOutput ? { name: `${name}.${output}`, step: [name, output] } : undefined;
}

/**
 * Whether a step of a composite action runs for some values of what only the run knows: inputs, and outputs of earlier steps. A condition
 * that reads anything else, or compares by size, may hold. An input that the action does not declare is empty, as in a run.
 */
export function mayRun({ if: condition }: StepModel, inputs: KnownInputs): boolean {
  const read = listExpressionReferences(condition).map(readValue);
  const values = read.filter((value) => value !== undefined);
  if (values.length < read.length) return true;
  const steps = values.flatMap(({ step }) => (step === undefined ? [] : [step]));
  const isUnknown = ({ name, step }: ReadValue): boolean =>
    step !== undefined || (inputs.has(name) && inputs.get(name) === undefined);
  const unknown = [...new Set(values.filter(isUnknown).map(({ name }) => name))];
  const candidates = listCandidates(condition);
  const combinations = candidates.length ** unknown.length;
  if (combinations > maxTried || (unknown.length > 0 && /[<>]/.test(condition))) return true;
  return Array.from({ length: combinations }, (_, number) => number).some((number) => {
    const tried = Object.fromEntries(
      unknown.map((name, index) => [
        name,
        candidates[Math.floor(number / candidates.length ** index) % candidates.length],
      ]),
    );
    const outputsOf = (id: string) =>
      steps
        .filter(([step]) => step === id)
        .map(([, output]) => [output, tried[`${id}.${output}`] ?? ''] as const);
    const contexts = {
      inputs: { ...Object.fromEntries(inputs), ...tried },
      steps: Object.fromEntries(
        steps.map(([id]) => [id, { outputs: Object.fromEntries(outputsOf(id)) }] as const),
      ),
    };
    try {
      return isTruthy(evaluateExpression(condition, { contexts, functions: statusFunctions }));
    } catch {
      return true;
    }
  });
}
