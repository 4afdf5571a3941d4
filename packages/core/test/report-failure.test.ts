import { describe, expect, it } from 'vitest';
import type { ActionLog } from '../src/action-log.ts';
import { InputError } from '../src/errors/action-error.ts';
import { coreErrors } from '../src/errors/core-errors.ts';
import { reportFailure } from '../src/report-failure.ts';
import { createMemoryLog } from '../src/testing/memory-log.ts';

const hints = { E_INPUT_INVALID: 'Set "bump" to patch.' };

/** The second line of the annotation. */
function reportHint(failure: unknown, given?: Readonly<Record<string, string>>): string | undefined {
  const errors: string[] = [];
  const error = (message: string): void => void errors.push(message);
  const log: ActionLog = { ...createMemoryLog(), error, detail: () => undefined, redact: String };
  reportFailure(log, failure, given);
  return errors[0]?.split('\n')[1];
}

describe('reportFailure', () => {
  const general = new InputError(coreErrors.E_INPUT_INVALID);

  it('the hint of an action replaces the general hint of a code', () => {
    expect(reportHint(general, hints)).toBe('Set "bump" to patch.');
  });

  it('the general hint is shown for a code that the action has no hint for', () => {
    expect(reportHint(general)).toBe(coreErrors.E_INPUT_INVALID.hint);
    expect(reportHint(new InputError(coreErrors.E_INPUT_MISSING), hints)).toBe(
      coreErrors.E_INPUT_MISSING.hint,
    );
  });

  it('the hint of one occurrence is kept', () => {
    const failure = new InputError(coreErrors.E_INPUT_INVALID, { hint: 'Close the quote in line 3.' });
    expect(reportHint(failure, hints)).toBe('Close the quote in line 3.');
  });
});
