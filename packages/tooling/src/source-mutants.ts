/**
 * `npm run test:source-mutants [-- --seed N --count N --id ID]`: changes the sources in one place at a time, runs the tests
 * that can see the change, and lists the changes that no test saw. Works in copies of the committed tree below
 * $SLIPWAY_MUTANTS (or ~/.cache/slipway-source-mutants); stopped anywhere, the next call goes on.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listActions, repositoryRoot, settleLimited } from './bundles.ts';
import { runTool } from './run-tool.ts';
import { chooseMutants, type SourceMutant } from './source-mutants/choose-mutants.ts';
import { findMutationSites, type MutationSite } from './source-mutants/find-sites.ts';
import { readImportGraph } from './source-mutants/import-graph.ts';
import {
  appendToLedger,
  hashText,
  type LedgerEntry,
  readLedger,
  stillStands,
} from './source-mutants/ledger.ts';
import { measureReach } from './source-mutants/measure-reach.ts';
import { openCopy } from './source-mutants/open-copy.ts';
import { narrowPlan, planTests } from './source-mutants/plan-tests.ts';
import { type MutationCopy, tryMutant } from './source-mutants/try-mutant.ts';

const root = repositoryRoot;
const cache = process.env['SLIPWAY_MUTANTS'] ?? join(homedir(), '.cache/slipway-source-mutants');
const minKilledPercent = 85;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    copies: { type: 'string', default: '2' },
    id: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});

async function git(...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runTool('git', args, { cwd: root });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}: ${output.trim()}`);
  return output.trim();
}

const commit = await git('rev-parse', 'HEAD');
const changed = await git('status', '--porcelain', '--', 'packages', 'actions');
if (changed !== '') throw new Error(`Commit these first; what is committed is what is tried:\n${changed}`);
const files = (await git('ls-files')).split('\n');
const texts = new Map<string, string>();
const sites: MutationSite[] = [];
for (const path of files.filter((file) => /^(packages|actions)\/[^/]+\/src\/.*\.ts$/.test(file))) {
  const text = await readFile(join(root, path), 'utf8');
  texts.set(path, text);
  if (!path.includes('/generated/')) sites.push(...findMutationSites(path, text));
}
const seed = Number(values.seed);
const chosen = chooseMutants(sites, seed, Number(values.count)).filter(
  ({ id }) => values.id === undefined || id === values.id,
);
const name = ({ path, line, operator, original, replacement }: SourceMutant): string =>
  `${path}:${line} ${operator}: ${original} -> ${replacement}`;

if (values.list) {
  for (const mutant of chosen) console.log(`${mutant.id} ${name(mutant)}`);
  process.exit(0);
}

const graph = await readImportGraph(root, files);
const ledgerPath = join(cache, `seed-${seed}.jsonl`);
const ledger = await readLedger(ledgerPath);
const sourceOf = ({ path }: SourceMutant): string => hashText(texts.get(path) ?? '');
const open = chosen.filter((mutant) => {
  const entry = ledger.get(mutant.id);
  return values.id !== undefined || entry === undefined || !stillStands(entry, sourceOf(mutant), commit);
});
console.log(
  `${sites.length} places, ${chosen.length} mutants of seed ${seed}, ${chosen.length - open.length} known already`,
);

const copies: MutationCopy[] = [];
for (let index = 1; index <= Math.min(Number(values.copies), open.length); index += 1) {
  const folder = join(cache, `copy-${index}`);
  await openCopy(root, folder);
  copies.push({ folder, baseline: new Map() });
}
const reach = await measureReach({
  folders: copies.map(({ folder }) => folder),
  mutants: chosen,
  bundles: await listActions(root),
  testFiles: [
    ...new Set(
      open.flatMap(({ path }) =>
        [planTests(graph, path)].flatMap(({ unit, endToEnd }) => [...unit, ...endToEnd]),
      ),
    ),
  ],
  ledgerPath: join(cache, `reach-${seed}-${chosen.length}-${commit.slice(0, 12)}.jsonl`),
  onMeasured: ({ file, mutants, seconds }, count) =>
    console.log(`reach ${count}: ${file} comes through ${mutants.length} (${seconds} s)`),
});
const idle = [...copies];
let done = 0;
const results = await settleLimited(open, copies.length, async (mutant) => {
  const copy = idle.pop();
  if (copy === undefined) throw new Error('There is no copy left to work in.');
  const startedMs = Date.now();
  try {
    const verdict = await tryMutant(
      copy,
      mutant,
      narrowPlan(planTests(graph, mutant.path), mutant.id, reach),
    );
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const entry: LedgerEntry = { id: mutant.id, ...verdict, source: sourceOf(mutant), commit, seconds };
    ledger.set(mutant.id, entry);
    await appendToLedger(ledgerPath, entry);
    done += 1;
    console.log(
      `[${done}/${open.length}] ${verdict.state} ${mutant.id} ${name(mutant)} (${seconds} s) ${verdict.detail}`,
    );
  } finally {
    idle.push(copy);
  }
});
for (const result of results) if (result.status === 'rejected') console.error(result.reason);

const judged = chosen.flatMap((mutant) => {
  const entry = ledger.get(mutant.id);
  return entry === undefined ? [] : [{ mutant, entry }];
});
const killed = judged.filter(({ entry }) => entry.state === 'killed').length;
console.log(
  `\n${killed} of ${judged.length} killed (${((100 * killed) / Math.max(1, judged.length)).toFixed(1)} %)`,
);
for (const { mutant, entry } of judged.filter(({ entry: { state } }) => state !== 'killed'))
  console.log(`${entry.state} ${mutant.id} ${name(mutant)}; ${entry.detail}`);
const complete = judged.length === chosen.length && chosen.length > 0;
process.exitCode = complete && killed * 100 >= minKilledPercent * judged.length ? 0 : 1;
