import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnvFile, parsePathFile } from './env-file.ts';
import { annotate, type StepExecution } from './step-execution.ts';

const prefixes = {
  path: 'add_path_',
  env: 'set_env_',
  step_summary: 'step_summary_',
  state: 'save_state_',
  output: 'set_output_',
} as const;

type FileCommand = keyof typeof prefixes;
/** Where the step writes: `github.env`, `github.output`, … */
export type FileCommandPaths = Readonly<Record<FileCommand, string>>;

const fileCommands = Object.keys(prefixes) as FileCommand[];
const summaryLimitBytes = 1024 * 1024;

/** New, empty files for one step. */
export async function openFileCommands(directory: string): Promise<FileCommandPaths> {
  const suffix = randomUUID();
  const entries = fileCommands.map((name) => [name, join(directory, prefixes[name] + suffix)] as const);
  for (const [, path] of entries) await writeFile(path, '');
  return Object.fromEntries(entries) as Record<FileCommand, string>;
}

/** Reads what the step wrote and applies it; a file in the wrong form fails the step. */
export async function applyFileCommands(execution: StepExecution, paths: FileCommandPaths): Promise<void> {
  for (const name of fileCommands) {
    try {
      await applyFileCommand(execution, name, paths[name]);
    } catch (cause) {
      annotate(execution, 'error', `Unable to process file command '${name}' successfully.`);
      annotate(execution, 'error', cause instanceof Error ? cause.message : String(cause));
      execution.commandFailed = true;
    }
    await rm(paths[name], { force: true });
  }
}

async function applyFileCommand(execution: StepExecution, name: FileCommand, path: string): Promise<void> {
  const { job } = execution.frame;
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return;
  if (name === 'step_summary' && size > summaryLimitBytes) {
    annotate(
      execution,
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${summaryLimitBytes / 1024}k, got ${Math.floor(size / 1024)}k. For more information see: https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-markdown-summary`,
    );
    return;
  }
  const content = await readFile(path, 'utf8');
  switch (name) {
    case 'step_summary':
      job.summaries.push(job.masker.mask(content));
      execution.capture.summaries.push(job.masker.mask(content));
      return;
    case 'path':
      for (const entry of parsePathFile(content)) {
        const known = job.prependPath.indexOf(entry);
        if (known >= 0) job.prependPath.splice(known, 1);
        job.prependPath.push(entry);
      }
      return;
    case 'state':
      for (const [key, value] of parseEnvFile(content)) execution.state[key] = value;
      return;
    case 'output':
      for (const [key, value] of parseEnvFile(content)) execution.outputs[key] = value;
      return;
    case 'env':
      for (const [key, value] of parseEnvFile(content)) {
        if (key.toUpperCase() === 'NODE_OPTIONS') {
          annotate(
            execution,
            'error',
            `Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.`,
          );
        } else {
          job.environment[key] = value;
        }
      }
  }
}
