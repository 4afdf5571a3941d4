import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.ts';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 5;
const maxRatio = 1.5;
const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url));
const sample = fileURLToPath(new URL('../packages/cli/sample', import.meta.url));

type Call = readonly [file: string, ...args: string[]];

/** Runs programs one after the other. @returns seconds from the first start to the last end */
async function time(calls: readonly Call[], env: Readonly<Record<string, string>>): Promise<number> {
  const startedMs = performance.now();
  for (const call of calls) {
    const { exitCode, output } = await runProgram(call, env);
    if (exitCode !== 0) throw new Error(`${call.join(' ')} ended with ${exitCode}:\n${output.slice(-2000)}`);
  }
  return (performance.now() - startedMs) / 1000;
}

/** What somebody does by hand to see that a project builds and can be installed. */
async function buildByHand(folder: string, env: Readonly<Record<string, string>>): Promise<number> {
  const [source, files, environment] = ['source', 'dist', 'environment'].map((name) => join(folder, name));
  cpSync(sample, source ?? '', { recursive: true });
  const built = await time([['python3', '-m', 'build', '--outdir', files ?? '', source ?? '']], env);
  const wheel = readdirSync(files ?? '').find((name) => name.endsWith('.whl')) ?? '';
  const python = join(environment ?? '', 'bin', 'python');
  const installed = await time(
    [
      ['python3', '-m', 'venv', environment ?? ''],
      [python, '-m', 'pip', 'install', join(files ?? '', wheel)],
      [python, '-c', 'import demo'],
    ],
    env,
  );
  return built + installed;
}

async function rehearse(folder: string, env: Readonly<Record<string, string>>): Promise<number> {
  const file = join(folder, 'report.json');
  const seconds = await time([[process.execPath, main, 'rehearse', '--json', file]], env);
  const { ok } = JSON.parse(readFileSync(file, 'utf8')) as { readonly ok: boolean };
  if (!ok) throw new Error('the rehearsal did not hold');
  return seconds;
}

/**
 * Wall time of a whole rehearsal of the sample, over that of building it and installing its wheel into a new environment, in turn. Both
 * find the same Python and front end (`build`) on PATH, and the same package index.
 */
export async function run(): Promise<BenchRow[]> {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const env = {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      PATH: `${join(home, 'python', 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    };
    await time([['python3', '-m', 'venv', join(home, 'python')]], env);
    await time([['python3', '-m', 'pip', 'install', '--quiet', 'build==1.4.0']], env);
    const own: number[] = [];
    const byHand: number[] = [];
    // The first round fills the caches of both.
    for (let round = 0; round <= rounds; round += 1) {
      const folder = join(home, String(round));
      mkdirSync(folder);
      const other = await buildByHand(folder, env);
      const seconds = await rehearse(folder, env);
      console.error(`  rehearsal ${seconds.toFixed(1)} s, by hand ${other.toFixed(1)} s`);
      if (round === 0) continue;
      byHand.push(other);
      own.push(seconds);
    }
    const ratio = takeMedian(own.map((seconds, index) => seconds / (byHand[index] ?? Number.NaN)));
    return [
      {
        what: 'rehearsal of the sample',
        measured: `${takeMedian(own).toFixed(1)} s`,
        reference: `${takeMedian(byHand).toFixed(1)} s, python -m build, and the wheel in a new environment`,
        ratio: ratio.toFixed(2),
        target: `at most ${maxRatio}`,
        held: ratio <= maxRatio,
      },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
