import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { pypiUploadHost } from '@slipway/core/pypi-hosts';
import { parseRehearseOptions } from '../commands/rehearse-options.ts';
import { createGit } from '../machine/git.ts';
import { inspectMachine } from '../machine/machine.ts';
import { createPrograms } from '../machine/programs.ts';
import { openWorkspace } from '../machine/workspace.ts';
import { inspectProject } from '../project/project.ts';
import { copyProject, referenceWorkflowPath } from '../project/project-copy.ts';
import { sampleRepository } from '../project/sample.ts';
import { applySettings, createStepEnvironment, hostProject } from '../release/hosted-project.ts';
import { prepareImages } from '../release/rehearse-images.ts';
import { type FinishedRun, type Rerun, runRelease } from '../release/run-release.ts';
import { chooseFirstRun } from '../release/start-event.ts';
import { listTags, prepareSetup } from '../settings/prepare-setup.ts';
import { createKillPlan, type Kill, type KillPlan, type KillPlanOptions } from './kill-plan.ts';
import { prepareBuilder, prepareKillProject } from './project.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

export interface KilledReleaseOptions {
  readonly withImage: boolean;
  /** Undefined: nobody is killed. */
  readonly kills: Omit<KillPlanOptions, 'faults'> | undefined;
  readonly signal: AbortSignal;
}

/** A release that ran to its end, and what it left. */
export interface KilledRelease {
  readonly snapshot: Snapshot;
  readonly kills: readonly Kill[];
  readonly attempts: number;
  /** How often each button was pressed. */
  readonly reruns: Readonly<Record<Rerun, number>>;
  /** Answered requests of the whole release. */
  readonly requests: number;
  /** What happened more than once although it cannot be taken back, in words. */
  readonly repeated: readonly string[];
}

// Ten kills, and an attempt that may fail because two jobs of it were hit by one of them.
const maxAttempts = 14;
/** One failed attempt of so many is followed by "re-run all jobs". */
const allJobsShare = 3;

/** Rehearses one release in a world of its own; each failed attempt is followed by "re-run failed jobs" or, for a share of them, "re-run all jobs". */
export async function killRelease(options: KilledReleaseOptions): Promise<KilledRelease> {
  const { signal } = options;
  const workspace = openWorkspace(undefined);
  try {
    const program = createPrograms(signal);
    const path = `${prepareBuilder(workspace.folder('builder'), options.withImage)}:${process.env['PATH'] ?? ''}`;
    const home = workspace.folder('tools');
    const configPath = join(home, 'gitconfig');
    await writeFile(configPath, '[safe]\n\tdirectory = *\n');
    const git = createGit({ run: program, path, home, configPath, trackingId: workspace.trackingId });
    const machine = await inspectMachine(program, { ...process.env, PATH: path }, home);
    const workflow = await readFile(join(slipwayDirectory, referenceWorkflowPath), 'utf8');
    const directory = join(workspace.directory, 'demo');
    await mkdir(directory);
    await prepareKillProject(git, directory, workflow, options.withImage);
    const wish = { kind: 'bump', bump: 'minor' } as const;
    const copy = await copyProject({
      git,
      project: { ...(await inspectProject(git, directory, false)), repository: sampleRepository },
      gitDirectory: workspace.folder('copy.git'),
      workflow: undefined,
      referenceWorkflow: workflow,
      wish,
    });
    const hosted = await hostProject(workspace, machine, sampleRepository, copy, [], () => undefined);
    const { world, repository } = hosted;
    const images = await prepareImages(workspace, machine, program, path, signal);
    try {
      const setup = prepareSetup({
        tags: await listTags(git, copy),
        ownTag: undefined,
        project: 'demo',
        fullName: repository.fullName,
        workflowPath: copy.workflowPath,
        defaultBranch: copy.branch,
      });
      applySettings(hosted, 'demo', setup.settings);
      const plan: KillPlan =
        options.kills === undefined
          ? { kills: [], aim: () => undefined }
          : createKillPlan({ faults: world.gateway.faults, ...options.kills });
      const finished: FinishedRun[] = [];
      const reruns: Record<Rerun, number> = { 'failed-jobs': 0, 'all-jobs': 0 };
      plan.aim();
      await runRelease({
        hosted,
        workspace,
        git,
        program,
        environment: { ...createStepEnvironment(workspace, machine, path, hosted), ...images.environment },
        standIns: images.standIns,
        first: await chooseFirstRun(git, repository, copy, {
          ...parseRehearseOptions(['--bump', 'minor']),
          wish,
        }),
        reporter: () => undefined,
        onRun: () => undefined,
        onDeployment: () => undefined,
        finished,
        signal,
        chooseRerun(failedAttempts) {
          plan.aim();
          if (failedAttempts >= maxAttempts) return undefined;
          const rerun = options.kills?.random.between(1, allJobsShare) === 1 ? 'all-jobs' : 'failed-jobs';
          reruns[rerun] += 1;
          return rerun;
        },
      });
      const { entries } = world.journal;
      // What was held until its job was killed has a status where the service had done its work.
      const uploads = entries.filter(
        ({ host, method, status }) => host === pypiUploadHost && method === 'POST' && status === 200,
      ).length;
      const files = hosted.pypi.listFiles().length;
      return {
        snapshot: takeSnapshot(hosted, finished),
        kills: plan.kills,
        attempts: finished.length,
        reruns,
        requests: entries.length,
        repeated: uploads === files ? [] : [`PyPI accepted ${uploads} uploads of ${files} files`],
      };
    } finally {
      await images.close();
      await world.close();
    }
  } finally {
    await workspace.close();
  }
}
