import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { hashText, readLines } from './ledger.ts';
import type { MutationCopy } from './open-copy.ts';
import type { Reach, ReachPaper } from './reach-reporter.ts';
import { runVitest } from './run-tests.ts';

export interface ReachRequest {
  /** Copies with all mutants in them; the work is shared among them. */
  readonly copies: readonly MutationCopy[];
  /** By file of tests. */
  readonly keys: ReadonlyMap<string, string>;
  /** JSON lines; what is in it already is not measured again. */
  readonly ledger: string;
}

/** Reads what was measured and is still so. */
async function readReach(ledger: string, keys: ReadonlyMap<string, string>): Promise<Map<string, Reach>> {
  const measured = new Map<string, Reach>();
  for (const line of await readLines(ledger)) {
    const reach = JSON.parse(line) as Reach;
    if (keys.get(reach.file) === reach.key) measured.set(reach.file, reach);
  }
  return measured;
}

/** Runs every file of tests once, with every mutant off, and notes which mutants' places it comes through. */
export async function measureReach({ copies, keys, ledger }: ReachRequest): Promise<Map<string, Reach>> {
  const measured = await readReach(ledger, keys);
  const open = [...keys.keys()].filter((file) => !measured.has(file)).sort();
  console.log(`reach: ${measured.size} files of tests known, ${open.length} to run`);
  const reporter = fileURLToPath(new URL('reach-reporter.ts', import.meta.url));
  const shares = copies.map((copy, index) => ({
    copy,
    files: open.filter((_, at) => at % copies.length === index),
  }));
  await Promise.all(
    shares
      .filter(({ files }) => files.length > 0)
      .map(async ({ copy, files }) => {
        await writeFile(copy.switch.active, '');
        await writeFile(copy.switch.reached, '');
        const paper: ReachPaper = {
          reached: copy.switch.reached,
          ledger,
          keys: Object.fromEntries(files.map((file) => [file, keys.get(file) ?? ''])),
        };
        const env = { ...process.env, SLIPWAY_REACH: JSON.stringify(paper) };
        await runVitest(copy.folder, ['--reporter', reporter, ...files], { env, live: true });
      }),
  );
  return await readReach(ledger, keys);
}

/** A word that changes with the file of tests, with anything it imports or starts, and with the mutants. */
export function keyOf(parts: readonly string[]): string {
  return hashText(parts.join('\n')).slice(0, 16);
}
