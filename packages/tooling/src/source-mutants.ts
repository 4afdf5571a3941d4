/**
 * `npm run test:source-mutants [-- --seed N --count N --id ID]`: changes the sources in one place at a time, runs the tests
 * that come through the change, and lists the changes that no test saw. Works in copies of the committed tree below
 * $SLIPWAY_MUTANTS (or ~/.cache/slipway-source-mutants); stopped anywhere, the next call goes on.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot, settleLimited } from './bundles.ts';
import { runTool } from './run-tool.ts';
import { findRefused } from './source-mutants/check-types.ts';
import { chooseMutants, type SourceMutant } from './source-mutants/choose-mutants.ts';
import { findMutationSites, type MutationSite } from './source-mutants/find-sites.ts';
import { findImported, readImportGraph } from './source-mutants/import-graph.ts';
import {
  appendToLedger,
  hashText,
  type LedgerEntry,
  readLedger,
  stillStands,
} from './source-mutants/ledger.ts';
import { keyOf, measureReach } from './source-mutants/measure-reach.ts';
import { narrowPlan, planTests, startedEntries, type TestPlan } from './source-mutants/plan-tests.ts';
import { prepareCopies } from './source-mutants/prepare-copies.ts';
import { nameMutant, renderScore } from './source-mutants/print-score.ts';
import { tryMutant } from './source-mutants/try-mutant.ts';

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
const seed = Number(values.seed);
const count = Number(values.count);

async function git(...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runTool('git', args, { cwd: root });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}: ${output.trim()}`);
  return output.trim();
}

const changed = await git('status', '--porcelain', '--', 'packages', 'actions');
if (changed !== '') throw new Error(`Commit these first; what is committed is what is tried:\n${changed}`);
// Mode, blob, stage, path.
const blobs = new Map(
  (await git('ls-files', '--stage')).split('\n').map((line) => {
    const [, blob = '', , path = ''] = line.split(/\s/);
    return [path, blob] as const;
  }),
);
const texts = new Map<string, string>();
const sites: MutationSite[] = [];
for (const path of [...blobs.keys()].filter((file) =>
  /^(packages|actions)\/[^/]+\/src\/.*\.ts$/.test(file),
)) {
  const text = await readFile(join(root, path), 'utf8');
  texts.set(path, text);
  if (!path.includes('/generated/')) sites.push(...findMutationSites(path, text));
}
// Twice as many are asked about, so that enough are left when the compiler has refused some.
const refused = findRefused(root, chooseMutants(sites, seed, 2 * count), texts);
const chosen = chooseMutants(sites, seed, count, refused);
console.log(`${sites.length} places, ${chosen.length} mutants of seed ${seed}`);
if (values.list) {
  for (const mutant of chosen) console.log(nameMutant(mutant));
  process.exit(0);
}

const graph = await readImportGraph(root, [...blobs.keys()]);
const ids = chosen.map(({ id }) => id);
const plans = new Map(chosen.map(({ id, path }) => [id, planTests(graph, path)]));
const testFiles = new Set([...plans.values()].flatMap(({ unit, endToEnd }) => [...unit, ...endToEnd]));
const keys = new Map(
  [...testFiles].map((file) => {
    const closure = findImported(graph, [file, ...startedEntries(graph, file)]);
    const inside = chosen.filter(({ path }) => closure.has(path)).map(({ id }) => id);
    return [file, keyOf([...[...closure].sort().map((path) => blobs.get(path) ?? ''), ...inside])] as const;
  }),
);
await mkdir(cache, { recursive: true });
const copies = await prepareCopies({
  root,
  cache,
  count: Number(values.copies),
  mutants: chosen,
  key: keyOf([...[...texts.keys()].map((path) => blobs.get(path) ?? ''), ...ids]),
});
const reach = await measureReach({ copies, keys, ledger: join(cache, `reach-${seed}.jsonl`) });

const ledgerPath = join(cache, `seed-${seed}.jsonl`);
const ledger = await readLedger(ledgerPath);
const sourceOf = ({ path }: SourceMutant): string => hashText(texts.get(path) ?? '');
const planOf = ({ id }: SourceMutant): TestPlan =>
  narrowPlan(plans.get(id) ?? { unit: [], endToEnd: [] }, id, reach);
const planKeyOf = (mutant: SourceMutant): string => {
  const { unit, endToEnd } = planOf(mutant);
  return keyOf([...unit, ...endToEnd].map((file) => keys.get(file) ?? '').sort());
};
const open = chosen.filter((mutant) => {
  if (values.id !== undefined) return mutant.id === values.id;
  const entry = ledger.get(mutant.id);
  return entry === undefined || !stillStands(entry, sourceOf(mutant), planKeyOf(mutant));
});
console.log(`${chosen.length - open.length} known already`);
const idle = [...copies];
let done = 0;
const results = await settleLimited(open, copies.length, async (mutant) => {
  const copy = idle.pop();
  if (copy === undefined) throw new Error('There is no copy left to work in.');
  const startedMs = Date.now();
  try {
    const verdict = await tryMutant(copy, mutant.id, planOf(mutant), reach);
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const entry: LedgerEntry = {
      id: mutant.id,
      ...verdict,
      source: sourceOf(mutant),
      plan: planKeyOf(mutant),
      seconds,
    };
    ledger.set(mutant.id, entry);
    await appendToLedger(ledgerPath, entry);
    done += 1;
    console.log(
      `[${done}/${open.length}] ${verdict.state} ${nameMutant(mutant)} (${seconds} s) ${verdict.detail}`,
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
const { lines, percent } = renderScore(judged);
console.log(`\n${lines.join('\n')}`);
const isComplete = judged.length === chosen.length && chosen.length > 0;
process.exitCode = isComplete && percent >= minKilledPercent ? 0 : 1;
