/** `npm run bench [-- parts…] [-- --write]`: measures, prints one table, and with `--write` puts it into bench/README.md. */

import { readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replaceBlock } from '../packages/tooling/src/pages/readme-tables.ts';
import { type BenchRow, renderTable } from './table.ts';

/** A part is a file of this folder that exports `run`. */
interface Part {
  run(): readonly BenchRow[] | Promise<readonly BenchRow[]>;
}

const allParts = [
  'hash',
  'start',
  'rehearse',
  'report',
  'pypi',
  'attest',
  'inspect',
  'oci',
  'sign',
  'bump',
  'serve',
];
const start = '<!-- bench-start -->';
const end = '<!-- bench-end -->';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});

async function measure(names: readonly string[]): Promise<{ rows: BenchRow[]; failures: string[] }> {
  const rows: BenchRow[] = [];
  const failures: string[] = [];
  // One after the other: what is measured at the same time is not measured.
  for (const name of names) {
    try {
      console.error(`measuring: ${name}`);
      const part = (await import(new URL(`${name}.ts`, import.meta.url).href)) as Part;
      rows.push(...(await part.run()));
    } catch (cause) {
      failures.push(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }
  return { rows, failures };
}

function writeReadme(block: string): void {
  const path = fileURLToPath(new URL('README.md', import.meta.url));
  const text = readFileSync(path, 'utf8');
  const written = replaceBlock(text, block, start, end);
  if (written === undefined) throw new Error(`${path} has no ${start} and ${end}`);
  writeFileSync(path, written);
}

const unknown = positionals.filter((name) => !allParts.includes(name));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; there are: ${allParts.join(', ')}`);
  process.exit(2);
}
const { rows, failures } = await measure(positionals.length > 0 ? positionals : allParts);
const machine = `Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}).`;
const block = `${machine}\n\n${renderTable(rows)}`;
console.log(block);
for (const failure of failures) console.error(`Not measured: ${failure}`);
for (const row of rows.filter(({ held }) => !held))
  console.error(`Target not met: ${row.what}, ${row.target}`);
if (values.write && failures.length === 0) writeReadme(block);
process.exitCode = failures.length > 0 || rows.some(({ held }) => !held) ? 1 : 0;
