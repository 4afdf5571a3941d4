/** The checks of a large wheel, beside `unzip -t`, which reads the same bytes and compares their CRC-32. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPeerPython } from './peer-python.ts';
import { measured, runProgram } from './run-program.ts';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 3;
const mebibytes = 400;
const members = 20_000;
const maxRatio = 1.5;
const maxPeak = 150;
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Bundles the checks as the actions are, so that stripping types is no part of what is measured. */
function bundleChecks(folder: string): void {
  const worker = script('../packages/tooling/src/bundles/bundle-worker.ts');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--no-deprecation', worker, script('inspect-wheel.ts'), folder, 'unchecked'],
    { cwd: script('..') },
  );
  if (status !== 0) throw new Error(String(stderr));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
}

export async function run(): Promise<readonly BenchRow[]> {
  const python = findPeerPython();
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const made = spawnSync(python, [script('large_wheel.py'), home, String(mebibytes), String(members)]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    bundleChecks(home);
    const wheel = join(home, 'demo-1.2.0-py3-none-any.whl');
    const own: number[] = [];
    const other: number[] = [];
    let peak = 0;
    for (let round = 0; round < rounds; round += 1) {
      const ours = await runProgram(measured(python, process.execPath, [join(home, 'index.js'), wheel]), {});
      const theirs = await runProgram(['unzip', '-tqq', wheel], {});
      for (const { exitCode, output } of [ours, theirs])
        if (exitCode !== 0) throw new Error(`ended with ${exitCode}: ${output.slice(-2000)}`);
      own.push(ours.seconds);
      other.push(theirs.seconds);
      peak = Math.max(peak, ours.peak);
    }
    const ratio = takeMedian(own) / takeMedian(other);
    const what = `checks of a wheel of ${mebibytes} MiB with ${members.toLocaleString('en')} members`;
    return [
      {
        what,
        measured: `${takeMedian(own).toFixed(2)} s`,
        reference: `${takeMedian(other).toFixed(2)} s, unzip -t`,
        ratio: ratio.toFixed(2),
        target: `at most ${maxRatio}`,
        held: ratio <= maxRatio,
      },
      {
        what: 'peak memory of these checks',
        measured: `${peak.toFixed(0)} MiB`,
        reference: 'the largest resident size',
        ratio: '',
        target: `at most ${maxPeak} MiB`,
        held: peak > 0 && peak <= maxPeak,
      },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
