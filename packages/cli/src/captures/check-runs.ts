import type { JobResult } from '@slipway/runner/result';
import { createSecretMasker } from '@slipway/runner/secret-masker';
import type { World } from '@slipway/world/world';
import type { Progress } from '../machine/terminal.ts';
import type { FinishedRun } from '../release/run-release.ts';
import { type Check, inGroup } from '../report/check.ts';
import { checkCaptures } from './check-captures.ts';

/** Judges what all runs of a release left behind, failed attempts too; a job that a later attempt kept is judged once. */
export function checkRuns(
  finished: readonly FinishedRun[],
  world: Pick<World, 'tokens'>,
  progress: Pick<Progress, 'heading' | 'check'>,
): readonly Check[] {
  const jobs: ReadonlySet<JobResult> = new Set(finished.flatMap(({ result }) => result.jobs));
  if (jobs.size === 0) return [];
  const issued = createSecretMasker();
  for (const credential of world.tokens.issued()) issued.add(credential);
  progress.heading('Logs, outputs and summaries');
  const checks = inGroup('Logs and summaries', checkCaptures([...jobs], issued));
  for (const check of checks) progress.check(check);
  return checks;
}
