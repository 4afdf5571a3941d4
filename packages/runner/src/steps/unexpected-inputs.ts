import { annotate, type StepExecution } from './step-execution.ts';

/** Warns of inputs that are not declared, in GitHub's words. */
export function warnUnexpectedInputs(
  execution: StepExecution,
  given: Readonly<Record<string, string>>,
  known: readonly string[],
): void {
  const lower = new Set(known.map((name) => name.toLowerCase()));
  const unexpected = Object.keys(given).filter((name) => !lower.has(name.toLowerCase()));
  if (unexpected.length === 0) return;
  annotate(
    execution,
    'warning',
    `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${known.join("', '")}']`,
  );
}
