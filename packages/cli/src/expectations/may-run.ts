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

/**
 * Whether a step of a composite action runs for some values of the inputs that only the run knows. A condition that reads anything
 * else, or compares by size, may hold. An input that the action does not declare is empty, as in a run.
 */
export function mayRun({ if: condition }: StepModel, inputs: KnownInputs): boolean {
  const read = listExpressionReferences(condition);
  if (read.some(([context, name]) => context !== 'inputs' || name === undefined)) return true;
  const names = [...new Set(read.map(([, name = '']) => name.toLowerCase()))];
  const unknown = names.filter((name) => inputs.has(name) && inputs.get(name) === undefined);
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
    const contexts = { inputs: { ...Object.fromEntries(inputs), ...tried } };
    try {
      return isTruthy(evaluateExpression(condition, { contexts, functions: statusFunctions }));
    } catch {
      return true;
    }
  });
}
