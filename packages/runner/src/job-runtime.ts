import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunWorkflowOptions } from './options.ts';
import type { JobCredentials, ResolveRepository } from './platform.ts';
import type { RunnerEvent } from './reporter.ts';
import type { Annotation, Result, StepResult } from './result.ts';
import type { SecretMasker } from './secret-masker.ts';
import type { StepModel } from './workflow/workflow-model.ts';

/** The post part of an action, ready to run. */
export interface PostStep {
  /** The step whose action this is the post part of. */
  readonly step: StepModel;
  run(): Promise<void>;
}

/** What all steps of one running job share. */
export interface JobRuntime {
  readonly options: RunWorkflowOptions;
  readonly id: string;
  readonly name: string;
  readonly directories: JobDirectories;
  readonly credentials: JobCredentials;
  readonly masker: SecretMasker;
  /** Contexts that do not change while the job runs. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly github: Readonly<Record<string, unknown>>;
  readonly runner: Readonly<Record<string, string>>;
  readonly resolveRepository: ResolveRepository;
  /** `env:` of workflow and job, then what GITHUB_ENV added. */
  readonly environment: Record<string, string>;
  readonly prependPath: string[];
  readonly postSteps: PostStep[];
  /** What the pre parts of actions saved, by step of the job. */
  readonly states: Map<StepModel, Record<string, string>>;
  readonly annotations: Annotation[];
  readonly summaries: string[];
  readonly stepResults: StepResult[];
  readonly trackingId: string;
  /** The job is cancelled: `always()` and `cancelled()` steps still run. */
  readonly cancel: AbortSignal;
  /** The whole run ends now: nothing runs any more. */
  readonly shutdown: AbortSignal;
  status: Exclude<Result, 'skipped'>;
  readonly emit: (event: RunnerEvent) => void;
}

export interface JobDirectories {
  readonly workspace: string;
  readonly temp: string;
  readonly toolCache: string;
  readonly fileCommands: string;
  readonly eventPath: string;
}

/** Makes the empty folders of a job and its event file. */
export async function createJobDirectories(
  root: string,
  repositoryName: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<JobDirectories> {
  const temp = join(root, '_temp');
  const directories = {
    workspace: join(root, repositoryName, repositoryName),
    temp,
    toolCache: join(root, '_tool'),
    fileCommands: join(temp, '_runner_file_commands'),
    eventPath: join(temp, '_github_workflow', 'event.json'),
  };
  for (const directory of [
    directories.workspace,
    directories.toolCache,
    directories.fileCommands,
    join(temp, '_github_workflow'),
  ]) {
    await mkdir(directory, { recursive: true });
  }
  await writeFile(directories.eventPath, JSON.stringify(payload, null, 2));
  return directories;
}
