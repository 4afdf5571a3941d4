import { observeWorld, type WorldState } from '../expectations/observe-world.ts';
import type { Git } from '../machine/git.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { FinishedRun } from '../release/run-release.ts';
import { describeChannels } from './channel-states.ts';
import type { AttemptReport } from './report.ts';

/** Notes the state of the channels whenever an attempt of a run at a tag ends. */
export interface AttemptLog {
  readonly attempts: readonly AttemptReport[];
  /** The world after the newest attempt, if that was of a run at a tag. */
  newest(): WorldState | undefined;
  note(run: FinishedRun): Promise<void>;
}

/** @param before the world before anything ran */
export function createAttemptLog(git: Git, hosted: HostedProject, before: WorldState): AttemptLog {
  const attempts: AttemptReport[] = [];
  let newest: WorldState | undefined;
  return {
    attempts,
    newest: () => newest,
    async note({ run, attempt, result }) {
      newest = undefined;
      if (!run.ref.startsWith('refs/tags/')) return;
      newest = await observeWorld(git, hosted);
      const channels = describeChannels(before, newest, run.ref.slice('refs/tags/'.length));
      attempts.push({ runId: run.runId, attempt, result: result.conclusion, channels });
    },
  };
}
