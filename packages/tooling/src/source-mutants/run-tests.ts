import { readFile, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { runTool, type ToolOptions, type ToolResult } from '../tools/run-tool.ts';

/** The first test that failed. */
export interface Failure {
  readonly file: string;
  readonly test: string;
  /** Whether time ran out, which a busy machine does as well as a mutant. */
  readonly isLate: boolean;
}

interface JsonReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** How a run of tests ended. */
export interface TestRun {
  readonly failure: Failure | undefined;
  readonly passed: number;
}

/** One file after another, each in a process of its own: what a test comes through is told apart by that. */
const common = ['run', '--project', 'unit', '--project', 'e2e', '--maxWorkers', '1', '--no-file-parallelism'];

/** Runs vitest in the copy at `folder`. */
export async function runVitest(
  folder: string,
  words: readonly string[],
  options: Omit<ToolOptions, 'cwd'> & { readonly maxSeconds?: number } = {},
): Promise<ToolResult> {
  const { maxSeconds = 0, ...rest } = options;
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const limit = ['--kill-after=10', String(maxSeconds)];
  const command = [...limit, process.execPath, vitest, ...common, ...words];
  return await runTool('timeout', command, { ...rest, cwd: folder });
}

function findFailure(folder: string, { testResults }: JsonReport): Failure | undefined {
  const failed = testResults.find(
    ({ status, assertionResults }) =>
      status === 'failed' || assertionResults.some((each) => each.status === 'failed'),
  );
  if (failed === undefined) return undefined;
  const test = failed.assertionResults.find(({ status }) => status === 'failed');
  return {
    file: relative(folder, failed.name).split(sep).join('/'),
    test: test?.fullName ?? 'the file itself',
    isLate: /timed out/i.test([failed.message, ...(test?.failureMessages ?? [])].join('\n')),
  };
}

/**
 * Runs test files in the copy at `folder`, until one fails.
 * @param maxSeconds what takes longer is ended, and has failed
 * @throws Error when not one test ran
 */
export async function runTests(
  folder: string,
  files: readonly string[],
  maxSeconds: number,
): Promise<TestRun> {
  const report = join(folder, 'node_modules', '.source-mutants.json');
  await rm(report, { force: true });
  const words = ['--reporter', 'json', '--outputFile', report, '--bail', '1'];
  const { exitCode, output } = await runVitest(folder, [...words, ...files], { maxSeconds });
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) {
    // 124 and 137: `timeout` ended it. A program that hangs where it did not before is seen by whoever waits for it.
    if (exitCode === 124 || exitCode === 137)
      return { failure: { file: files[0] ?? '', test: 'did not end', isLate: true }, passed: 0 };
    throw new Error(`vitest ended with ${exitCode} and left no report:\n${output.slice(-2000)}`);
  }
  const parsed = JSON.parse(text) as JsonReport;
  const failure = findFailure(folder, parsed);
  if (failure === undefined && exitCode !== 0 && parsed.numPassedTests > 0) {
    const test = 'an error outside of every test';
    return { failure: { file: files[0] ?? '', test, isLate: false }, passed: parsed.numPassedTests };
  }
  if (failure === undefined && parsed.numPassedTests === 0)
    throw new Error(`Not one test of ${files.join(', ')} ran.`);
  return { failure, passed: parsed.numPassedTests };
}
