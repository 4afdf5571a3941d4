/**
 * `npm run test:files [-- files of each project]`: judges files that real projects uploaded to PyPI in the last twelve months,
 * all of which PyPI took. A refusal is a fault of ours. Files and verdicts are kept in $SLIPWAY_REAL_FILES or
 * ~/.cache/slipway-real-files, so that an interrupted run goes on where it was.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../bundles/bundles.ts';
import { readTree } from '../bundles/tree.ts';
import { runTool } from '../tools/run-tool.ts';
import { judgeFile, type RealFile } from './judge-file.ts';

type Verdicts = Record<string, readonly string[]>;

const cache = process.env['SLIPWAY_REAL_FILES'] ?? join(homedir(), '.cache/slipway-real-files');
const files = join(cache, 'files');
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const savedAfter = 25;

async function fetchFiles(perProject: string): Promise<RealFile[]> {
  const listed = await readFile(script('projects.txt'), 'utf8');
  const names = listed.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const { exitCode, output } = await runTool('python3', [
    script('fetch_files.py'),
    files,
    perProject,
    ...names,
  ]);
  const lines = output.split('\n').filter((line) => line !== '');
  for (const line of lines.filter((each) => !each.startsWith('{'))) console.log(line);
  if (exitCode !== 0) throw new Error('the files could not be fetched');
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as RealFile);
}

/** Verdicts hold for the rules that they were made with. */
async function openVerdicts(): Promise<{ readonly known: Verdicts; save(): Promise<void> }> {
  const hash = createHash('sha256');
  for (const [path, bytes] of await readTree(join(repositoryRoot, 'packages/python/src')))
    hash.update(`${path}\0`).update(bytes);
  const path = join(cache, `verdicts-${hash.digest('hex').slice(0, 16)}.json`);
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const known = JSON.parse(text) as Verdicts;
  return {
    known,
    async save() {
      await writeFile(`${path}.partial`, JSON.stringify(known));
      await rename(`${path}.partial`, path);
    },
  };
}

function renderTable(found: readonly RealFile[], known: Verdicts): string {
  const kinds = new Map<string, RealFile[]>();
  for (const file of found) kinds.set(file.kind, [...(kinds.get(file.kind) ?? []), file]);
  const rows = [...kinds].sort(([left], [right]) => (left < right ? -1 : 1));
  const count = (some: readonly RealFile[]): number =>
    some.filter(({ sha256 }) => (known[sha256] ?? []).length > 0).length;
  return [
    '| Platform | Files | Projects | Wrongly refused |',
    '| --- | --- | --- | --- |',
    ...rows.map(([kind, some]) => {
      const projects = new Set(some.map(({ project }) => project)).size;
      return `| ${kind} | ${some.length} | ${projects} | ${count(some)} |`;
    }),
    `| all | ${found.length} | ${new Set(found.map(({ project }) => project)).size} | ${count(found)} |`,
  ].join('\n');
}

await mkdir(files, { recursive: true });
const found = await fetchFiles(process.argv[2] ?? '5');
const { known, save } = await openVerdicts();
let fresh = 0;
for (const file of found) {
  if (known[file.sha256] !== undefined) continue;
  known[file.sha256] = await judgeFile(join(files, file.filename), file);
  fresh += 1;
  if (fresh % savedAfter === 0) await save();
}
await save();
const refused = found.filter(({ sha256 }) => (known[sha256] ?? []).length > 0);
for (const { filename, sha256 } of refused) console.log(`${filename}: ${(known[sha256] ?? []).join(' ')}`);
const table = renderTable(found, known);
await writeFile(join(cache, 'table.md'), `${table}\n`);
console.log(table);
process.exitCode = found.length > 0 && refused.length === 0 ? 0 : 1;
