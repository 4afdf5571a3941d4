import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchRow, takeMedian } from './table.ts';

const rounds = 21;
const largestRatio = 4;
// The one that always loads the readers of archives and the verifier of signatures.
const largestRatios: Readonly<Record<string, number>> = { 'pypi-publish': 6 };
const dist = fileURLToPath(new URL('../dist', import.meta.url));

// A runner's variables that none of the inputs is in, and an input that no action has: each action loads all of its modules,
// reads its inputs, and stops at the first one that is wrong.
function makeEnvironment(home: string): NodeJS.ProcessEnv {
  const files = {
    GITHUB_OUTPUT: 'output',
    GITHUB_ENV: 'env',
    GITHUB_PATH: 'path',
    GITHUB_STEP_SUMMARY: 'summary',
  };
  const paths = Object.entries(files).map(([name, file]) => [name, join(home, file)] as const);
  for (const [, path] of paths) writeFileSync(path, '');
  return {
    PATH: process.env['PATH'],
    HOME: home,
    RUNNER_TEMP: home,
    GITHUB_WORKSPACE: home,
    GITHUB_ACTIONS: 'true',
    'INPUT_NO-SUCH-INPUT': 'x',
    INPUT_MODE: 'no-such-mode',
    INPUT_BUMP: 'no-such-bump',
    ...Object.fromEntries(paths),
  };
}

function timeStart(script: string, cwd: string, env: NodeJS.ProcessEnv): number {
  const startedNs = process.hrtime.bigint();
  const { error } = spawnSync(process.execPath, [script], { cwd, env, stdio: 'ignore', timeout: 60_000 });
  if (error !== undefined) throw error;
  return Number(process.hrtime.bigint() - startedNs) / 1e6;
}

/**
 * Start of every bundle as a multiple of an empty module under the same node. The two are started in turn, so that whatever
 * else the machine does meets both; medians are compared.
 */
export function run(): BenchRow[] {
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const empty = join(home, 'empty.mjs');
    writeFileSync(empty, '');
    const env = makeEnvironment(home);
    return readdirSync(dist)
      .sort()
      .map((name) => {
        const bundle = join(dist, name, 'index.js');
        const times: { bundle: number; empty: number }[] = [];
        for (let round = 0; round < rounds; round += 1) {
          times.push({ empty: timeStart(empty, home, env), bundle: timeStart(bundle, home, env) });
        }
        const emptyMs = takeMedian(times.map((time) => time.empty));
        const bundleMs = takeMedian(times.map((time) => time.bundle));
        const ratio = bundleMs / emptyMs;
        const target = largestRatios[name] ?? largestRatio;
        return {
          what: `start of ${name}`,
          measured: `${bundleMs.toFixed(0)} ms`,
          reference: `${emptyMs.toFixed(0)} ms, empty module`,
          ratio: ratio.toFixed(2),
          target: `at most ${target}`,
          held: ratio <= target,
        };
      });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
