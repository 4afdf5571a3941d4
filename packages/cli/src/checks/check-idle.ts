import { isDeepStrictEqual } from 'node:util';
import { observeWorld, type WorldState } from '../expectations/observe-world.ts';
import type { Git } from '../machine/git.ts';
import type { Progress } from '../machine/terminal.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { FinishedRun } from '../release/run-release.ts';
import type { Check } from '../report/check.ts';

/** The name of the output that a step of version-bump sets, without a plan, when there is nothing to release. */
const released = 'released';

type EndedRun = Pick<FinishedRun, 'run' | 'result'>;

/**
 * Why the runs released nothing, in the words of the step that decided it; undefined when something was released, was to be
 * released, or failed.
 */
export function findIdleReason(
  finished: readonly EndedRun[],
  failures: readonly unknown[] = [],
): string | undefined {
  if (isAtTag(finished)) return undefined;
  return readReason(finished, failures);
}

/** Why a tag that was pushed is not a release, in the words of the step that decided it; undefined for the tag of a release. */
export function findStrayReason(
  finished: readonly EndedRun[],
  failures: readonly unknown[] = [],
): string | undefined {
  return isAtTag(finished) ? readReason(finished, failures) : undefined;
}

const isAtTag = (finished: readonly EndedRun[]): boolean =>
  finished.some(({ run }) => run.ref.startsWith('refs/tags/'));

function readReason(finished: readonly EndedRun[], failures: readonly unknown[]): string | undefined {
  if (failures.length > 0 || finished.some(({ result }) => result.conclusion !== 'success')) return undefined;
  const outputs = finished.flatMap(({ result }) =>
    result.jobs.flatMap(({ steps }) => steps.map(({ captured }) => captured.outputs)),
  );
  // A dry run and a release pull request have a plan.
  const found = outputs.filter((each) => each[released] === 'false' && (each['plan'] ?? '') === '');
  return found.length === 1 ? found[0]?.['reason'] : undefined;
}

/** Holds a run that released nothing to its word. */
export function judgeIdle(before: WorldState, after: WorldState): Check {
  const changed = (Object.keys(before) as (keyof WorldState)[]).filter(
    (part) => !isDeepStrictEqual(before[part], after[part]),
  );
  return {
    name: 'nothing was released, and nothing changed',
    ok: changed.length === 0,
    detail:
      changed.length === 0
        ? 'branches, tags, releases and packages are as before'
        : `changed: ${changed.join(', ')}`,
  };
}

/** Looks at the world after a run that released nothing. */
export async function checkIdle(
  preparation: { readonly before: WorldState } | undefined,
  { git, hosted }: { readonly git: Git; readonly hosted: HostedProject },
  progress: Pick<Progress, 'check'>,
): Promise<readonly Check[]> {
  if (preparation === undefined) return [];
  const check = judgeIdle(preparation.before, await observeWorld(git, hosted));
  progress.check(check);
  return [check];
}

const wayOut =
  'To rehearse a release anyway, add "--bump patch". To let the commits decide, write Conventional Commits, such as "fix: …" or "feat: …".';

/** The reason with what to do about it; null for a run that released something. */
export function describeIdle(reason: string | undefined): string | null {
  return reason === undefined ? null : `${reason} ${wayOut}`;
}
