import { parseActionFile } from '@slipway/runner/actions/action-definition';
import { describe, expect, it } from 'vitest';
import { completeInputs, mayRun } from '../../src/expectations/may-run.ts';

/** Whether the only step of a composite action with this condition may run. */
function mayStepRun(condition: string, given: Readonly<Record<string, string | undefined>>): boolean {
  const definition = parseActionFile(
    '',
    'a',
    `name: a
description: a
inputs:
  index: { description: i }
  mode: { description: m, default: ghcr }
  level: { description: l }
runs:
  using: composite
  steps:
    - if: \${{ ${condition} }}
      run: echo
      shell: bash
`,
  );
  const { runs } = definition;
  const [step] = runs.using === 'composite' ? runs.steps : [];
  if (step === undefined) throw new Error('the action has no step');
  return mayRun(step, completeInputs(definition, new Map(Object.entries(given))));
}

describe('the steps of a composite action', () => {
  it('a step may run when the input that only the run knows can be a value of its condition', () => {
    const unknown = { index: undefined };
    for (const condition of [
      "inputs.index == 'testpypi'",
      "inputs.index != 'testpypi'",
      "inputs.index == ''",
      "startsWith(inputs.index, 'https://')",
      "contains(inputs.index, 'a') && contains(inputs.index, 'b')",
      'inputs.index > 3',
    ])
      expect(mayStepRun(condition, unknown), condition).toBe(true);
  });

  it('a step does not run when no value of the unknown input makes its condition true', () => {
    for (const condition of [
      "inputs.index == 'pypi' && inputs.mode == 'index'",
      "inputs.index == 'a' && inputs.index == 'b'",
    ])
      expect(mayStepRun(condition, { index: undefined }), condition).toBe(false);
  });

  it('a step reads an input that its action does not declare as empty', () => {
    expect(mayStepRun("inputs.repository == 'true'", { repository: undefined })).toBe(false);
    expect(mayStepRun("inputs.repository == ''", { repository: 'x' })).toBe(true);
  });
});
