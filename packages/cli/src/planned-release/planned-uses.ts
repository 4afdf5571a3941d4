import type { PlannedUse } from './plan-run.ts';

/** The lines of an input, without blank ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const modeOf = ({ inputs }: PlannedUse): string => inputs.get('mode') ?? 'all';
export const phaseOf = ({ inputs }: PlannedUse): string => inputs.get('phase') ?? 'all';
/** The step compares the channels with a passport, instead of signing one. */
export const isVerification = (use: PlannedUse): boolean =>
  use.action === 'passport' && modeOf(use) === 'verify';
export const isDry = ({ inputs }: PlannedUse): boolean => inputs.get('dry-run') === 'true';

/** A part of a release that happens once, or not at all. */
export function checkCount(uses: readonly PlannedUse[], wanted: boolean, what: string): string[] {
  if (wanted)
    return uses.length === 1 ? [] : [`${what} ${uses.length === 0 ? 'is missing' : 'happens twice'}`];
  return uses.map(({ jobId }) => `job "${jobId}" starts, but ${what} is not part of this release`);
}
