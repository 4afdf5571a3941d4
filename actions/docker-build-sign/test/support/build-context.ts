import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '@slipway/core/clock';
import { createExec } from '@slipway/core/exec';
import { createHttp } from '@slipway/core/http';
import { readJobEnvironment } from '@slipway/core/job-environment';
import type { Exec, ExecOptions } from '@slipway/core/ports';
import { createSummary } from '@slipway/core/summary';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import { readGivenInputs } from '@slipway/core/testing/read-given-inputs';
import { onTestFinished } from 'vitest';
import { type Context, inputs } from '../../src/inputs.ts';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files of a workspace, by their paths. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode: 0o755 });
  }
}

export interface TestContext {
  readonly context: Context;
  readonly log: MemoryLog;
  readonly workspace: string;
  /** `RUNNER_TEMP`: empty again when an action has ended. */
  readonly temporaryDirectory: string;
  /** Every program that was started, with its arguments and environment. */
  readonly calls: readonly { readonly args: readonly string[]; readonly env: ExecOptions['env'] }[];
  readonly controller: AbortController;
}

/** What a job would hand to the steps of this action. */
export function createContext(
  files: Files,
  given: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string | undefined>> = {},
): TestContext {
  const [workspace, temporaryDirectory] = [temporaryFolder(), temporaryFolder()];
  writeFiles(workspace, files);
  const log = createMemoryLog();
  const controller = new AbortController();
  const calls: { args: readonly string[]; env: ExecOptions['env'] }[] = [];
  const real = createExec();
  const exec: Exec = {
    run(file, args, options) {
      calls.push({ args: [file, ...args], env: options?.env });
      return real.run(file, args, options);
    },
  };
  const all = {
    GITHUB_REPOSITORY: 'Octo/Demo',
    GITHUB_SHA: '9f1c2b3a9f1c2b3a9f1c2b3a9f1c2b3a9f1c2b3a',
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temporaryDirectory,
    SOURCE_DATE_EPOCH: '1700000000',
    ...variables,
  };
  const context: Context = {
    inputs: readGivenInputs(inputs, given),
    log,
    http: createHttp({ log, clock: systemClock, userAgent: 'test', environment: {} }),
    clock: systemClock,
    signal: controller.signal,
    job: readJobEnvironment(all),
    setOutput: () => undefined,
    summary: createSummary(),
    state: { get: () => undefined, set: () => undefined },
    exec,
    variables: all,
  };
  return { context, log, workspace, temporaryDirectory, calls, controller };
}
