/**
 * `npm run test:matrix [-- WORD…]`: rehearses the reference workflow with the bundled sample in every cell there is, two side by
 * side, and shows for each what was expected and what was found. Words choose the cells whose name has all of them. Results are
 * kept in a folder ($SLIPWAY_MATRIX, or ~/.cache/slipway-matrix): what was seen with the same sources is not run again.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { rehearseCell } from '@slipway/cli/commands/rehearse-cell';
import { type Cell, listCells, nameCell } from '@slipway/cli/expectations/cell';
import { repositoryRoot, settleLimited } from './bundles/bundles.ts';
import { countCells, type KnownCell, renderCell, renderTable } from './matrix-tables.ts';
import { fingerprintSources } from './source-fingerprint.ts';
import { prepareImagePrograms } from './tools/image-programs.ts';

const maxSideBySide = 2;

const cache = process.env['SLIPWAY_MATRIX'] ?? join(homedir(), '.cache/slipway-matrix');
const peers = process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache/slipway-peers');
const fingerprint = await fingerprintSources(repositoryRoot);
const results = join(cache, fingerprint.slice(0, 16));
await mkdir(results, { recursive: true });
// Downloads of build backends, the same for every cell.
const downloads = join(cache, 'downloads');
await mkdir(downloads, { recursive: true });

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interruption.abort(new Error(`ended by ${signal}`)));

const words = process.argv.slice(2);
// In steps through the list: what is seen before somebody ends this is of every kind.
const all = listCells();
const stride = 37;
const spread = all
  .map((_cell, index) => all[(index * stride) % all.length])
  .filter((cell) => cell !== undefined);
const cells = all.filter((cell) => words.every((word) => nameCell(cell).includes(word)));
const images = await prepareImagePrograms(peers, cache);
if (images.missing !== '') console.log(`not shown: images (${images.missing})`);

const fileOf = (cell: Cell): string => join(results, `${nameCell(cell).replaceAll(/[^\w-]+/g, '_')}.json`);

async function readKnown(cell: Cell): Promise<KnownCell | undefined> {
  const text = await readFile(fileOf(cell), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as KnownCell);
}

async function rehearse(cell: Cell): Promise<KnownCell> {
  const screen = { isTerminal: false, write: () => undefined };
  const variables = { ...process.env, ...images.variables };
  const report = await rehearseCell({
    cell,
    host: { variables, screen, signal: interruption.signal },
    downloads,
  });
  const known: KnownCell = {
    name: nameCell(cell),
    ok: report.ok,
    seconds: report.seconds.total,
    expectations: report.expectations,
    checks: report.checks,
    problems: report.problems.map(({ code, message }) => `${code}: ${message}`),
  };
  // A result that is there is whole, whenever this is ended.
  const partial = `${fileOf(cell)}.partial`;
  await writeFile(partial, JSON.stringify(known));
  await rename(partial, fileOf(cell));
  return known;
}

const known = new Map<string, KnownCell>();
for (const cell of cells) {
  const before = await readKnown(cell);
  if (before !== undefined) known.set(before.name, before);
}
console.log(`${cells.length} cells, ${known.size} of them seen before with these sources (${results})`);
const startedMs = Date.now();
let done = known.size;
const open = spread.filter((cell) => cells.includes(cell) && !known.has(nameCell(cell)));
const ended = await settleLimited(open, maxSideBySide, async (cell) => {
  interruption.signal.throwIfAborted();
  const result = await rehearse(cell);
  known.set(result.name, result);
  done += 1;
  const minutes = (Date.now() - startedMs) / 60_000;
  const left = (minutes / (done - (cells.length - open.length))) * (cells.length - done);
  process.stdout.write(renderCell(result));
  console.log(
    `[${done}/${cells.length}] ${countCells([...known.values()])}, about ${left.toFixed(0)} min left`,
  );
});
process.stdout.write(renderTable(cells.flatMap((cell) => known.get(nameCell(cell)) ?? [])));
if (words.length === 0 && known.size === all.length) await rm(downloads, { recursive: true });
const reasons = ended.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
for (const reason of new Set(reasons)) console.log(`not run: ${reason}`);
process.exitCode = reasons.length > 0 || [...known.values()].some(({ ok }) => !ok) ? 1 : 0;
