import { observeWorld, type WorldState } from '../expectations/observe-world.ts';
import type { Git } from '../machine/git.ts';
import type { HostedProject } from '../release/hosted-project.ts';
import type { FinishedRun } from '../release/run-release.ts';
import { describeChannels } from './channel-states.ts';
import type { AttemptReport } from './report.ts';

/** Notes the state of the channels whenever an attempt of a run at a tag ends. */
export interface AttemptLog {
  readonly attempts: readonly AttemptReport[];
  note(run: FinishedRun): Promise<void>;
}

/** @param before the world before anything ran */
export function createAttemptLog(git: Git, hosted: HostedProject, before: WorldState): AttemptLog {
  const attempts: AttemptReport[] = [];
  return {
    attempts,
    async note({ run, attempt, result }) {
      if (!run.ref.startsWith('refs/tags/')) return;
      const channels = describeChannels(
        before,
        await observeWorld(git, hosted),
        run.ref.slice('refs/tags/'.length),
      );
      attempts.push({ runId: run.runId, attempt, result: result.conclusion, channels });
    },
  };
}
