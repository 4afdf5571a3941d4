import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { settleLimited } from '../bundles.ts';
import { runTool } from '../run-tool.ts';
import { buildBundles } from './build-bundles.ts';
import type { SourceMutant } from './choose-mutants.ts';
import { placeProbes } from './place-probes.ts';
import { runTests } from './run-tests.ts';

/** What one file of tests ran through. */
export interface Reach {
  readonly file: string;
  readonly mutants: readonly string[];
  readonly seconds: number;
}

export interface ReachRequest {
  /** Copies of the committed tree; the work is shared among them. */
  readonly folders: readonly string[];
  readonly mutants: readonly SourceMutant[];
  readonly bundles: readonly string[];
  readonly testFiles: readonly string[];
  /** JSON lines; what is in it already is not measured again. */
  readonly ledgerPath: string;
  readonly onMeasured: (reach: Reach, done: number) => void;
}

async function readLines(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** Outside of the copy, since a bundle may not hold the path of its checkout. */
const logOf = (folder: string): string => `${folder}-reached.log`;

/** @returns the names of the mutants that have no place for a probe */
async function prepareProbes(
  folder: string,
  mutants: readonly SourceMutant[],
  bundles: readonly string[],
): Promise<string[]> {
  const unplaced: string[] = [];
  for (const path of new Set(mutants.map((mutant) => mutant.path))) {
    const text = await readFile(join(folder, path), 'utf8');
    const ofFile = mutants.filter((mutant) => mutant.path === path);
    const probed = placeProbes(text, ofFile, logOf(folder));
    await writeFile(join(folder, path), probed.text);
    unplaced.push(...probed.unplaced.map(({ id }) => id));
  }
  const broken = await buildBundles(folder, bundles);
  if (broken !== undefined) throw new Error(`The bundles do not build with probes: ${broken}`);
  return unplaced;
}

/**
 * Runs every file of tests by itself over sources that note which mutants' places they come through. A
 * mutant whose place cannot note anything counts as come through by every file.
 * @throws Error when the bundles do not build
 */
export async function measureReach(request: ReachRequest): Promise<Map<string, Reach>> {
  const { folders, mutants, bundles, testFiles, ledgerPath, onMeasured } = request;
  const measured = new Map<string, Reach>();
  for (const line of (await readLines(ledgerPath)).filter((each) => each.endsWith('}'))) {
    const reach = JSON.parse(line) as Reach;
    measured.set(reach.file, reach);
  }
  const open = testFiles.filter((file) => !measured.has(file));
  if (open.length === 0) return measured;
  await mkdir(dirname(ledgerPath), { recursive: true });
  const unplaced = await Promise.all(folders.map((folder) => prepareProbes(folder, mutants, bundles)));
  const idle = [...folders];
  const results = await settleLimited(open, folders.length, async (file) => {
    const folder = idle.pop();
    if (folder === undefined) throw new Error('There is no copy left to work in.');
    try {
      const startedMs = Date.now();
      await writeFile(logOf(folder), '');
      await runTests(folder, [file], { bail: false }).catch(() => undefined);
      const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
      const reached = new Set([...(await readLines(logOf(folder))), ...unplaced.flat()]);
      const reach = { file, mutants: [...reached].sort(), seconds };
      measured.set(file, reach);
      await appendFile(ledgerPath, `${JSON.stringify(reach)}\n`);
      onMeasured(reach, measured.size);
    } finally {
      idle.push(folder);
    }
  });
  for (const folder of folders) await runTool('git', ['checkout', '--quiet', '--', '.'], { cwd: folder });
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return measured;
}
