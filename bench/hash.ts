import { spawnSync } from 'node:child_process';
import {
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchRow, compareTimes } from './table.ts';

const rounds = 5;
const bytes = 2 ** 30;
const manyFiles = 8;
const mebibyte = 2 ** 20;
const bundle = fileURLToPath(new URL('../dist/checksums/index.js', import.meta.url));

/** A file of 1 GiB, and a folder with eight names for it: each name is read and hashed by itself. */
function createFiles(home: string): { readonly one: string; readonly many: string[] } {
  const one = join(home, 'one/file');
  mkdirSync(join(home, 'one'));
  mkdirSync(join(home, 'many'));
  const block = Buffer.alloc(mebibyte, 'slipway');
  const file = openSync(one, 'w');
  for (let written = 0; written < bytes; written += block.byteLength) writeSync(file, block);
  closeSync(file);
  const many = Array.from({ length: manyFiles }, (_, index) => join(home, `many/file${index}`));
  for (const path of many) linkSync(one, path);
  return { one, many };
}

interface Timing {
  readonly seconds: number;
  /** MiB; 0 when it was not measured. */
  readonly peak: number;
}

function time(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Timing {
  const startedNs = process.hrtime.bigint();
  const { status, error, stderr, stdout } = spawnSync(file, args, {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 300_000,
  });
  const seconds = Number(process.hrtime.bigint() - startedNs) / 1e9;
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${file} ended with ${status}: ${stdout.slice(-500)}${stderr.slice(-500)}`);
  return { seconds, peak: Number(/^peak (\d+)$/m.exec(stderr)?.[1] ?? 0) / 1024 };
}

// Loaded before the bundle, so that the process itself says how much memory it took at the most.
const reportPeak = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`;

function timeBundle(home: string, folder: string): Timing {
  const files = { GITHUB_OUTPUT: join(home, 'output'), GITHUB_STEP_SUMMARY: join(home, 'summary') };
  for (const path of Object.values(files)) writeFileSync(path, '');
  const inputs = { INPUT_FILES: 'file*', 'INPUT_BASE-DIR': join(home, folder), GITHUB_WORKSPACE: home };
  return time(process.execPath, ['--import', reportPeak, bundle], { ...files, ...inputs });
}

/** A program without arguments of its own to compare with; undefined when it is not there. */
function findTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/**
 * The `checksums` bundle as a whole process, its start included, against `sha256sum` and `openssl dgst`, in turn and on files
 * that are in the page cache; medians are compared.
 */
export function run(): BenchRow[] {
  for (const tool of ['sha256sum', 'openssl'])
    if (!findTool(tool)) throw new Error(`there is no ${tool} here`);
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const { one, many } = createFiles(home);
    const times: Record<'own' | 'ownMany' | 'sum' | 'ssl' | 'sslMany', number[]> = {
      own: [],
      ownMany: [],
      sum: [],
      ssl: [],
      sslMany: [],
    };
    let peak = 0;
    for (let round = 0; round < rounds; round += 1) {
      const own = timeBundle(home, 'one');
      times.own.push(own.seconds);
      times.ssl.push(time('openssl', ['dgst', '-sha256', one]).seconds);
      times.sum.push(time('sha256sum', [one]).seconds);
      const ownMany = timeBundle(home, 'many');
      times.ownMany.push(ownMany.seconds);
      times.sslMany.push(time('openssl', ['dgst', '-sha256', ...many]).seconds);
      peak = Math.max(peak, own.peak, ownMany.peak);
    }
    return [
      compareTimes('SHA-256 of 1 GiB', [times.own, times.sum], 'sha256sum', 3.5),
      compareTimes('SHA-256 of 1 GiB', [times.own, times.ssl], 'openssl dgst', 0.9),
      compareTimes('SHA-256 of 8 × 1 GiB', [times.ownMany, times.sslMany], 'openssl dgst', 1.8),
      {
        what: 'peak memory of all of these',
        measured: `${peak.toFixed(0)} MiB`,
        reference: 'the largest resident size',
        ratio: '',
        target: 'at most 150 MiB',
        held: peak > 0 && peak <= 150,
      },
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
