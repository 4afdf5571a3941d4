import { InputError } from '@slipway/core/errors/action-error';
import { cliErrors } from '../errors.ts';
import { emptyReport } from './build-report.ts';
import type { RehearsalReport } from './report.ts';

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/**
 * Reads what `rehearse --json` wrote. Keys that an older version did not write are those of a rehearsal that ran nothing.
 * @throws InputError E_REPORT_INVALID for a text that is not such a report
 */
export function readReport(text: string, name: string): RehearsalReport {
  const reject = (reason: string, cause?: unknown): InputError =>
    new InputError(cliErrors.E_REPORT_INVALID, {
      message: `"${name}" is not a report of a rehearsal: ${reason}.`,
      ...(cause === undefined ? {} : { cause }),
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw reject(cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw reject(`it is ${kindOf(parsed)}`);
  const given = parsed as Readonly<Record<string, unknown>>;
  if (typeof given['ok'] !== 'boolean' || !Array.isArray(given['jobs']))
    throw reject('it has no "ok" and "jobs"');
  const empty = emptyReport();
  for (const [key, value] of Object.entries(empty)) {
    const found = given[key];
    // What may be null has no shape to compare with.
    if (found === undefined || value === null) continue;
    if (kindOf(found) !== kindOf(value))
      throw reject(`"${key}" is ${kindOf(found)}, expected ${kindOf(value)}`);
  }
  return { ...empty, ...given } as RehearsalReport;
}
