import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '../run-tool.ts';
import { buildBundles } from './build-bundles.ts';
import type { SourceMutant } from './choose-mutants.ts';
import { applyMutation } from './find-sites.ts';
import type { TestPlan } from './plan-tests.ts';
import { type Failure, runTests } from './run-tests.ts';

/** What became of a mutant. */
export interface Verdict {
  readonly state: 'killed' | 'survived' | 'unreached';
  /** The test that failed, the bundle that no longer builds, or how many tests passed. */
  readonly detail: string;
}

/** A copy to work in, and what is known of its tests. */
export interface MutationCopy {
  readonly folder: string;
  /** By file: whether its tests pass without a change; asked once, and only of files that failed with one. */
  readonly baseline: Map<string, boolean>;
}

async function restore(folder: string): Promise<void> {
  for (const args of [
    ['checkout', '--quiet', '--', '.'],
    ['clean', '-fdq', 'dist'],
  ]) {
    const { exitCode, output } = await runTool('git', args, { cwd: folder });
    if (exitCode !== 0) throw new Error(`The copy could not be restored: ${output.trim()}`);
  }
}

/**
 * Makes the change in the copy, runs the tests that come through it, and takes it back. A test that fails without the change
 * too kills nothing.
 */
export async function tryMutant(copy: MutationCopy, mutant: SourceMutant, plan: TestPlan): Promise<Verdict> {
  const { folder, baseline } = copy;
  const path = join(folder, mutant.path);
  const mutated = applyMutation(await readFile(path, 'utf8'), mutant);
  let passed = 0;

  async function passesUnchanged(file: string): Promise<boolean> {
    const known = baseline.get(file);
    if (known !== undefined) return known;
    await restore(folder);
    const { failure } = await runTests(folder, [file]);
    baseline.set(file, failure === undefined);
    return failure === undefined;
  }

  async function findKiller(files: readonly string[]): Promise<Failure | undefined> {
    for (const file of files.filter((each) => baseline.get(each) !== false)) {
      const run = await runTests(folder, [file]);
      passed += run.passed;
      if (run.failure !== undefined) return run.failure;
    }
    return undefined;
  }

  try {
    await writeFile(path, mutated);
    let killer = await findKiller(plan.unit);
    if (killer === undefined && plan.endToEnd.length > 0) {
      const broken = await buildBundles(folder, plan.bundles);
      if (broken !== undefined) return { state: 'killed', detail: `does not build: ${broken}` };
      killer = await findKiller(plan.endToEnd);
    }
    if (killer !== undefined) {
      if (await passesUnchanged(killer.file))
        return { state: 'killed', detail: `${killer.file}: ${killer.test}` };
      // Once more, without the file that fails by itself.
      await restore(folder);
      return await tryMutant(copy, mutant, plan);
    }
  } finally {
    await restore(folder);
  }
  if (passed === 0) return { state: 'unreached', detail: 'no test comes through it' };
  return { state: 'survived', detail: `${passed} tests passed` };
}
