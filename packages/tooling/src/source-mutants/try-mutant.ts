import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';
import type { SourceMutant } from './choose-mutants.ts';
import { applyMutation } from './find-sites.ts';
import type { TestPlan } from './plan-tests.ts';
import { type Failure, runTests } from './run-tests.ts';

/** What became of a mutant. */
export interface Verdict {
  readonly state: 'killed' | 'survived' | 'unreached';
  /** The test that failed, the bundle that no longer builds, or the tests that passed. */
  readonly detail: string;
}

/** A copy to work in, and what is known of its tests. */
export interface MutationCopy {
  readonly folder: string;
  /** By file: whether its tests pass without a change; asked once, and only of files that failed with one. */
  readonly baseline: Map<string, boolean>;
}

const maxFilesAtOnce = 8;

function* splitEvery(files: readonly string[], size: number): Generator<readonly string[]> {
  for (let at = 0; at < files.length; at += size) yield files.slice(at, at + size);
}

async function buildBundles(folder: string, names: readonly string[]): Promise<string | undefined> {
  const script = join(folder, 'packages/tooling/src/build.ts');
  const { exitCode, output } = await runTool(process.execPath, [script, '--root', folder, ...names], {
    cwd: folder,
  });
  return exitCode === 0 ? undefined : output.trim().slice(-300);
}

const describe = ({ file, test }: Failure): string => `${file}: ${test}`;

/**
 * Makes the change in the copy, runs the tests that can see it, and takes it back. A test that fails without the change too
 * kills nothing.
 */
export async function tryMutant(copy: MutationCopy, mutant: SourceMutant, plan: TestPlan): Promise<Verdict> {
  const { folder, baseline } = copy;
  const path = join(folder, mutant.path);
  const text = await readFile(path, 'utf8');
  let ran = 0;
  const suspects: Failure[] = [];
  const passesUnchanged = async (file: string): Promise<boolean> => {
    const known = baseline.get(file);
    if (known !== undefined) return known;
    const { failure } = await runTests(folder, [file]);
    baseline.set(file, failure === undefined);
    return failure === undefined;
  };
  const runStage = async (files: readonly string[]): Promise<void> => {
    const trusted = files.filter((file) => baseline.get(file) !== false);
    for (const group of splitEvery(trusted, maxFilesAtOnce)) {
      const { failure, passed } = await runTests(folder, group);
      ran += passed;
      if (failure === undefined) continue;
      suspects.push(failure);
      return;
    }
  };
  await writeFile(path, applyMutation(text, mutant));
  try {
    await runStage(plan.unit);
    if (suspects.length === 0 && plan.endToEnd.length > 0) {
      const broken = plan.bundles.length === 0 ? undefined : await buildBundles(folder, plan.bundles);
      if (broken !== undefined) return { state: 'killed', detail: `does not build: ${broken}` };
      await runStage(plan.endToEnd);
    }
  } finally {
    await writeFile(path, text);
    const { exitCode, output } = await runTool('git', ['checkout', '--quiet', '--', '.'], { cwd: folder });
    if (exitCode !== 0) throw new Error(`The copy could not be restored: ${output.trim()}`);
  }
  const [suspect] = suspects;
  if (suspect === undefined) {
    if (ran === 0) return { state: 'unreached', detail: 'no test reaches the file' };
    return { state: 'survived', detail: `${ran} tests passed` };
  }
  if (await passesUnchanged(suspect.file)) return { state: 'killed', detail: describe(suspect) };
  // Once more, without the file that fails by itself.
  return tryMutant(copy, mutant, plan);
}
