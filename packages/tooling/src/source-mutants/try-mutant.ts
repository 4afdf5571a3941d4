import { writeFile } from 'node:fs/promises';
import type { MutationCopy } from './open-copy.ts';
import type { Reach } from './reach-reporter.ts';
import { type Failure, runTests } from './run-tests.ts';

/** What became of a mutant. */
export interface Verdict {
  readonly state: 'killed' | 'survived' | 'unreached';
  /** The test that failed, or how many tests passed. */
  readonly detail: string;
}

/** The start of vitest on a machine that does other things as well. */
const spareSeconds = 90;

/**
 * Switches the mutant on in the copy and runs the tests that come through it, until one fails.
 * @param runs files of tests that go into one run of vitest each
 */
export async function tryMutant(
  copy: MutationCopy,
  id: string,
  runs: readonly (readonly string[])[],
  reach: ReadonlyMap<string, Reach>,
): Promise<Verdict> {
  let passed = 0;

  async function findKiller(): Promise<Failure | undefined> {
    for (const files of runs) {
      const seconds = files.reduce((sum, file) => sum + (reach.get(file)?.seconds ?? 0), 0);
      const run = async () => await runTests(copy.folder, files, Math.ceil(spareSeconds + 4 * seconds));
      const { failure, passed: more } = await run();
      passed += more;
      if (failure?.isLate === true) {
        await writeFile(copy.switch.active, '');
        const plain = await run();
        await writeFile(copy.switch.active, id);
        // A machine that is too busy judges nothing; the next call tries again.
        if (plain.failure !== undefined)
          throw new Error(`${failure.file} is late without the mutant ${id} as well: it is not judged.`);
      }
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  if (runs.length === 0) return { state: 'unreached', detail: 'no test comes through it' };
  await writeFile(copy.switch.active, id);
  try {
    const killer = await findKiller();
    if (killer !== undefined) return { state: 'killed', detail: `${killer.file}: ${killer.test}` };
  } finally {
    await writeFile(copy.switch.active, '');
  }
  return { state: 'survived', detail: `${passed} tests passed` };
}
