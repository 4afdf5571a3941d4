import { readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { runTool } from '../run-tool.ts';

/** The first test that failed. */
export interface Failure {
  readonly file: string;
  readonly test: string;
}

interface JsonReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** How a run of tests ended. */
export interface TestRun {
  readonly failure: Failure | undefined;
  readonly passed: number;
}

const maxMinutes = 12;

function findFailure(folder: string, { testResults }: JsonReport): Failure | undefined {
  const failed = testResults.find(
    ({ status, assertionResults }) =>
      status === 'failed' || assertionResults.some((each) => each.status === 'failed'),
  );
  if (failed === undefined) return undefined;
  const test =
    failed.assertionResults.find(({ status }) => status === 'failed')?.fullName ?? 'the file itself';
  return { file: relative(folder, failed.name).split(sep).join('/'), test };
}

export interface TestRunOptions {
  /** Whether to stop at the first failure; true when left out. */
  readonly bail?: boolean;
}

/**
 * Runs test files in the copy at `folder`, until one fails.
 * @throws Error when not one test ran
 */
export async function runTests(
  folder: string,
  files: readonly string[],
  { bail = true }: TestRunOptions = {},
): Promise<TestRun> {
  const report = join(folder, 'node_modules', '.source-mutants.json');
  await rm(report, { force: true });
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const words = [
    'run',
    '--project',
    'unit',
    '--project',
    'e2e',
    '--reporter',
    'json',
    '--outputFile',
    report,
  ];
  const stop = bail ? ['--bail', '1'] : [];
  const { exitCode, output } = await runTool(
    'timeout',
    ['--kill-after=10', String(maxMinutes * 60), process.execPath, vitest, ...words, ...stop, ...files],
    { cwd: folder },
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) {
    // 124 and 137: `timeout` ended it. A program that hangs where it did not before is seen by whoever waits for it.
    if (exitCode === 124 || exitCode === 137)
      return { failure: { file: files[0] ?? '', test: 'did not end' }, passed: 0 };
    throw new Error(`vitest ended with ${exitCode} and left no report:\n${output.slice(-2000)}`);
  }
  const parsed = JSON.parse(text) as JsonReport;
  const failure = findFailure(folder, parsed);
  if (failure === undefined && exitCode !== 0 && parsed.numPassedTests > 0)
    return {
      failure: { file: files[0] ?? '', test: 'an error outside of every test' },
      passed: parsed.numPassedTests,
    };
  if (failure === undefined && parsed.numPassedTests === 0)
    throw new Error(`Not one test of ${files.join(', ')} ran.`);
  return { failure, passed: parsed.numPassedTests };
}
