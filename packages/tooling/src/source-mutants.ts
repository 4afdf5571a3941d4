/**
 * `npm run test:source-mutants [-- --seed N --count N --id ID --unit]`: changes the sources in one place at a time, runs the tests
 * that come through the change, and lists the changes that no test saw; `--unit` leaves out the tests that start bundles. Works in copies of the committed tree below
 * $SLIPWAY_MUTANTS (or ~/.cache/slipway-source-mutants); stopped anywhere, the next call goes on.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot, settleLimited } from './bundles/bundles.ts';
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
import { prepareBundles, prepareCopies } from './source-mutants/prepare-copies.ts';
import { nameMutant, renderScore } from './source-mutants/print-score.ts';
import { tryMutant } from './source-mutants/try-mutant.ts';
import { runTool } from './tools/run-tool.ts';

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
    unit: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const count = Number(values.count);

async function git(...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runTool('git', args, { cwd: root });
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}: ${output.trim()}`);
  return output.trim();
}

const commit = await git('rev-parse', 'HEAD');
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
const plans = new Map(chosen.map(({ id, path }) => [id, planTests(graph, path)]));
await mkdir(cache, { recursive: true });
const copies = await prepareCopies({ root, commit, cache, count: Number(values.copies), mutants: chosen });
const ledgerPath = join(cache, `seed-${seed}.jsonl`);
const ledger = await readLedger(ledgerPath);
const sourceOf = ({ path }: SourceMutant): string => hashText(texts.get(path) ?? '');

function keysOf(files: Iterable<string>): Map<string, string> {
  return new Map(
    [...new Set(files)].map((file) => {
      const closure = findImported(graph, [file, ...startedEntries(graph, file)]);
      const inside = chosen.filter(({ path }) => closure.has(path)).map(({ id }) => id);
      return [file, keyOf([...[...closure].sort().map((path) => blobs.get(path) ?? ''), ...inside])] as const;
    }),
  );
}

/** Tries mutants with one kind of tests. Verdicts of the two kinds stand in the ledger under names of their own. */
async function tryAll(mutants: readonly SourceMutant[], kind: keyof TestPlan): Promise<void> {
  const filesOf = ({ id }: SourceMutant): readonly string[] => plans.get(id)?.[kind] ?? [];
  const keys = keysOf(mutants.flatMap(filesOf));
  const reach = await measureReach({ copies, keys, ledger: join(cache, `reach-${seed}.jsonl`) });
  const planned = new Map(
    mutants.map((mutant) => [mutant.id, narrowPlan(filesOf(mutant), mutant.id, reach)]),
  );
  const planKeyOf = ({ id }: SourceMutant): string =>
    keyOf([...(planned.get(id) ?? [])].map((file) => keys.get(file) ?? '').sort());
  const open = mutants.filter((mutant) => {
    if (values.id !== undefined) return mutant.id === values.id;
    const entry = ledger.get(`${mutant.id}:${kind}`);
    return entry === undefined || !stillStands(entry, sourceOf(mutant), planKeyOf(mutant));
  });
  console.log(`${kind}: ${mutants.length - open.length} verdicts known, ${open.length} mutants to try`);
  const idle = [...copies];
  let done = 0;
  const results = await settleLimited(open, copies.length, async (mutant) => {
    const copy = idle.pop();
    if (copy === undefined) throw new Error('There is no copy left to work in.');
    const startedMs = Date.now();
    try {
      const files = planned.get(mutant.id) ?? [];
      // A unit test costs less than the start of vitest; one that starts bundles costs more.
      const runs = kind === 'unit' ? [files].filter(({ length }) => length > 0) : files.map((file) => [file]);
      const verdict = await tryMutant(copy, mutant.id, runs, reach);
      const seconds = Math.round((Date.now() - startedMs) / 1000);
      const id = `${mutant.id}:${kind}`;
      const known = { source: sourceOf(mutant), plan: planKeyOf(mutant), seconds };
      const entry: LedgerEntry = { id, ...verdict, ...known };
      ledger.set(id, entry);
      await appendToLedger(ledgerPath, entry);
      done += 1;
      const { state, detail } = verdict;
      console.log(`[${done}/${open.length}] ${state} ${nameMutant(mutant)} (${seconds} s) ${detail}`);
    } finally {
      idle.push(copy);
    }
  });
  for (const result of results) if (result.status === 'rejected') console.error(result.reason);
}

const isAlive = ({ id }: SourceMutant): boolean => ledger.get(`${id}:unit`)?.state !== 'killed';
await tryAll(chosen, 'unit');
if (!values.unit) {
  const sources = [...texts.keys()].map((path) => blobs.get(path) ?? '');
  await prepareBundles(copies, cache, keyOf([...sources, ...chosen.map(({ id }) => id)]));
  await tryAll(chosen.filter(isAlive), 'endToEnd');
}

const judged = chosen.flatMap((mutant) => {
  const unit = ledger.get(`${mutant.id}:unit`);
  const last = unit?.state === 'killed' || values.unit ? unit : ledger.get(`${mutant.id}:endToEnd`);
  if (unit === undefined || last === undefined) return [];
  // What no bundle comes to may still have been seen by unit tests.
  return [{ mutant, entry: last.state === 'unreached' ? unit : last }];
});
const { lines, percent } = renderScore(judged);
console.log(`\n${lines.join('\n')}`);
const isComplete = judged.length === chosen.length && chosen.length > 0;
process.exitCode = isComplete && percent >= minKilledPercent ? 0 : 1;
