import { spawnSync } from 'node:child_process';

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pypiHost, pypiUploadHost } from '@slipway/core/pypi-hosts';
import { wheel } from '../actions/pypi-publish/test/support/distributions.ts';
import { createDistributionFolder } from './distribution-folder.ts';
import { findPeerPython } from './peer-python.ts';
import { type BenchWorld, openBenchWorld } from './pypi-world.ts';
import { type Cost, measured, runProgram } from './run-program.ts';
import { type BenchRow, compareTimes, takeMedian } from './table.ts';

const rounds = 3;
const counts = [1, 10, 60] as const;
const latenciesMs = [0, 100] as const;
const largeMebibytes = 400;

const bundle = fileURLToPath(new URL('../dist/pypi-publish/index.js', import.meta.url));
const url = `https://${pypiUploadHost}/legacy/`;
const simpleUrl = `https://${pypiHost}/simple/`;

/** A client as it is started for a folder of distributions. */
interface Client {
  readonly name: string;
  call(
    folder: string,
    of: BenchWorld,
  ): {
    readonly file: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
}

const filesOf = (folder: string): string[] => readdirSync(folder).map((name) => join(folder, name));

function createOwn(name: string, inputs: (of: BenchWorld) => Readonly<Record<string, string>>): Client {
  return {
    name,
    call: (folder, of) => ({
      file: process.execPath,
      args: [bundle],
      env: { GITHUB_WORKSPACE: dirname(folder), 'INPUT_PACKAGES-DIR': folder, ...inputs(of) },
    }),
  };
}

// The others neither sign nor ask for a token, and are given one.
const own = createOwn('pypi-publish', ({ token }) => ({
  INPUT_PASSWORD: token,
  INPUT_ATTESTATIONS: 'false',
}));
const attested = createOwn('pypi-publish with attestations', () => ({}));

interface Others {
  readonly python: string;
  readonly twine: Client;
  readonly uv: Client;
  /** Reads the index before each upload, so that what is there already is no error. */
  readonly checkingUv: Client;
}

function findClients(): Others {
  const python = findPeerPython();
  const program = (name: string): string => join(dirname(python), name);
  for (const name of ['twine', 'uv'])
    if (spawnSync(program(name), ['--version'], { stdio: 'ignore' }).status !== 0)
      throw new Error(`there is no ${program(name)}; "npm run test:peers" installs it`);
  const createUv = (name: string, options: readonly string[]): Client => ({
    name,
    call: (folder, { token }) => ({
      file: program('uv'),
      args: ['publish', '--quiet', '--publish-url', url, ...options, '--token', token, ...filesOf(folder)],
      env: { UV_NO_CONFIG: '1' },
    }),
  });
  return {
    python,
    twine: {
      name: 'twine',
      call: (folder, { token }) => ({
        file: program('twine'),
        args: [
          ...['upload', '--non-interactive', '--disable-progress-bar', '--repository-url', url],
          ...['-u', '__token__', '-p', token, ...filesOf(folder)],
        ],
      }),
    },
    uv: createUv('uv', []),
    checkingUv: createUv('uv --check-url', ['--check-url', simpleUrl]),
  };
}

/** One publication into an empty index, from the start of the process to its end. @param python set to measure memory */
async function publish(
  home: string,
  client: Client,
  folder: string,
  latencyMs: number,
  python?: string,
): Promise<Cost> {
  const of = await openBenchWorld(home, latencyMs);
  try {
    const { file, args, env } = client.call(folder, of);
    const call = python === undefined ? ([file, ...args] as const) : measured(python, file, args);
    const cost = await runProgram(call, { ...of.env, ...env });
    const { exitCode, output } = cost;
    const served = of.pypi.listFiles().length;
    if (exitCode !== 0 || served !== readdirSync(folder).length)
      throw new Error(`${client.name} ended with ${exitCode} and ${served} files: ${output.slice(-2000)}`);
    return cost;
  } finally {
    await of.close();
  }
}

function createLargeFolder(home: string): string {
  const folder = join(home, 'large');
  mkdirSync(folder);
  const { name, bytes } = wheel({
    module: `data = "${'0123456789abcdef'.repeat(largeMebibytes * 65_536)}"\n`,
  });
  writeFileSync(join(folder, name), bytes);
  return folder;
}

/**
 * A whole publication by the bundle, by twine and by uv into an emulated index in this process, in turn; medians are compared.
 * The bundle reads the index before and after; of the others only `uv --check-url` does, and only before.
 */
export async function run(): Promise<BenchRow[]> {
  const others = findClients();
  const { twine, uv, checkingUv } = others;
  const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const count of counts) {
      const folder = createDistributionFolder(home, count);
      for (const latencyMs of latenciesMs) {
        const times = new Map<Client, number[]>([own, twine, uv, checkingUv].map((client) => [client, []]));
        for (let round = 0; round < rounds; round += 1) {
          for (const [client, all] of times)
            all.push((await publish(home, client, folder, latencyMs)).seconds);
        }
        const what = `upload of ${count} ${count === 1 ? 'file' : 'files'}, ${latencyMs} ms`;
        const [ownTimes = [], twineTimes = [], uvTimes = [], checkingTimes = []] = times.values();
        const isLong = count === 60 && latencyMs > 0;
        rows.push(compareTimes(what, [ownTimes, twineTimes], 'twine', isLong ? 3 : 1));
        rows.push(compareTimes(what, [ownTimes, uvTimes], 'uv', 1));
        rows.push(compareTimes(what, [ownTimes, checkingTimes], checkingUv.name, 1));
      }
    }
    rows.push(...(await measureRest(home, others)));
    return rows;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What is not a matter of a comparison: signing, and memory. */
async function measureRest(home: string, { python, twine, uv }: Others): Promise<BenchRow[]> {
  const folder = join(home, '60-files');
  const signed: number[] = [];
  const unsigned: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    signed.push((await publish(home, attested, folder, 100)).seconds);
    unsigned.push((await publish(home, own, folder, 100)).seconds);
  }
  const large = createLargeFolder(home);
  const peaks = new Map<Client, number>();
  for (const client of [own, twine, uv])
    peaks.set(client, (await publish(home, client, large, 0, python)).peak);
  const peak = peaks.get(own) ?? 0;
  const others = [twine, uv].map((client) => `${peaks.get(client)?.toFixed(0)} MiB ${client.name}`);
  return [
    {
      what: 'upload of 60 files, 100 ms, with 120 attestations signed and read back',
      measured: `${takeMedian(signed).toFixed(2)} s`,
      reference: `${takeMedian(unsigned).toFixed(2)} s without`,
      ratio: '',
      target: '',
      held: true,
    },
    {
      what: `peak memory with a wheel of ${largeMebibytes} MiB`,
      measured: `${peak.toFixed(0)} MiB`,
      reference: others.join(', '),
      ratio: '',
      target: 'at most 150 MiB',
      held: peak > 0 && peak <= 150,
    },
  ];
}
