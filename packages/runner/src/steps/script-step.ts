import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { runProcess } from '../process-group.ts';
import { evaluateText } from '../workflow/expressions.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { applyFileCommands, openFileCommands } from './file-commands.ts';
import { createProcessEnvironment, idTokenVariables } from './process-environment.ts';
import { annotate, type StepExecution, takeOutputLine, writeLog } from './step-execution.ts';
import { createStepScope } from './step-frame.ts';

// "Exit codes and error action preference", workflow syntax, GitHub Docs; the argument lists are those of the runner.
const builtInShells: Readonly<
  Record<string, { arguments: string; extension: string; head?: string; tail?: string }>
> = {
  bash: { arguments: '--noprofile --norc -e -o pipefail {0}', extension: '.sh' },
  sh: { arguments: '-e {0}', extension: '.sh' },
  python: { arguments: '{0}', extension: '.py' },
  pwsh: {
    arguments: '-command ". \'{0}\'"',
    extension: '.ps1',
    head: "$ErrorActionPreference = 'stop'\n",
    tail: '\nif ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }',
  },
};

/** Path of a program on a PATH; undefined if it was not found. */
export function findProgram(name: string, searchPath: string): string | undefined {
  const candidates = name.includes('/')
    ? [name]
    : searchPath.split(delimiter).map((directory) => join(directory, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function splitArguments(text: string): string[] {
  return Array.from(text.matchAll(/"([^"]*)"|(\S+)/g), (match) => match[1] ?? match[2] ?? '');
}

interface Shell {
  readonly file: string;
  readonly format: string;
  readonly extension: string;
  readonly wrap: (script: string) => string;
}

/** Whether a program is a shell that GitHub knows by name and machines outside Windows may lack. */
export function isForeignShell(name: string): boolean {
  return name === 'pwsh' || name === 'powershell' || name === 'cmd';
}

function chooseShell(written: string, searchPath: string): Shell {
  const [name = '', ...rest] = written.split(' ');
  const effective = name === '' ? (findProgram('bash', searchPath) === undefined ? 'sh' : 'bash') : name;
  const builtIn = builtInShells[effective];
  // Without `shell:` the runner starts bash with the arguments of sh.
  const format = name === '' ? '-e {0}' : rest.length > 0 ? rest.join(' ') : builtIn?.arguments;
  if (format === undefined || !format.includes('{0}')) {
    throw new Error(
      "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd, powershell, pwsh) or a format string containing '{0}'",
    );
  }
  // GitHub's machines have Python by both names; Debian's by one.
  const names = effective === 'python' ? ['python', 'python3'] : [effective];
  const file = names.flatMap((each) => findProgram(each, searchPath) ?? [])[0];
  if (file === undefined) throw new Error(`${effective}: command not found`);
  return {
    file,
    format,
    extension: builtIn?.extension ?? '',
    wrap: (script) => `${builtIn?.head ?? ''}${script}${builtIn?.tail ?? ''}`,
  };
}

/** Runs a `run:` step. @throws Error with the text to show when it fails */
export async function runScriptStep(execution: StepExecution, step: StepModel): Promise<void> {
  const { frame } = execution;
  const { job } = frame;
  const scope = createStepScope(frame, execution.environment, execution.github);
  const script = evaluateText(step.run, scope);
  const written = evaluateText(step.shell, scope) || frame.defaults.shell;
  const directory = evaluateText(step.workingDirectory, scope) || frame.defaults.workingDirectory;
  const paths = await openFileCommands(job.directories.fileCommands);
  const environment = createProcessEnvironment(execution, paths, idTokenVariables(execution));
  const shell = chooseShell(written.trim(), environment['PATH'] ?? '');
  const scriptPath = join(job.directories.temp, `${randomUUID()}${shell.extension}`);
  await writeFile(scriptPath, shell.wrap(script));
  const [firstLine = ''] = script.trimStart().split(/\r?\n/);
  writeLog(execution, `##[group]Run ${firstLine}`);
  for (const line of script.replaceAll('\r\n', '\n').replace(/\n+$/, '').split('\n'))
    writeLog(execution, line);
  writeLog(execution, `shell: ${shell.file} ${shell.format}`);
  const variables = Object.entries(execution.environment);
  if (variables.length > 0) writeLog(execution, 'env:');
  for (const [key, value] of variables) writeLog(execution, `  ${key}: ${value}`);
  writeLog(execution, '##[endgroup]');
  const exitCode = await runProcess({
    file: shell.file,
    args: splitArguments(shell.format).map((argument) => argument.replaceAll('{0}', scriptPath)),
    cwd: resolve(job.directories.workspace, directory),
    env: environment,
    onLine: (line) => takeOutputLine(execution, line),
    signal: execution.signal,
  }).catch((cause: unknown) => {
    throw new Error(
      `An error occurred trying to start process '${shell.file}' with working directory '${resolve(job.directories.workspace, directory)}'. ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  await rm(scriptPath, { force: true });
  await applyFileCommands(execution, paths);
  if (exitCode !== 0 && !execution.signal.aborted) {
    annotate(execution, 'error', `Process completed with exit code ${exitCode}.`);
    execution.commandFailed = true;
  }
}
