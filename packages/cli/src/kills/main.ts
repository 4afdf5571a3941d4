import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { referenceWorkflowPath } from '../project/project-copy.ts';
import type { Rerun } from '../release/run-release.ts';
import type { Kill } from './kill-plan.ts';
import { killRelease } from './kill-release.ts';
import { createRandom } from './random.ts';
import { compareSnapshots, type Snapshot } from './snapshot.ts';

const help = `Usage: npm run test:kills -- [options]

Rehearses releases whose steps are killed with SIGKILL at random requests, up to ten times each, re-runs the failed jobs
(after one failure in three, all jobs) until the release finishes, and compares the end state with that of an undisturbed release.

  --kills N      total number of kills (default: 300)
  --images N     kills in releases with an image (default: 30)
  --seed TEXT    random seed (default: 1); the same seed chooses the same requests
  --state FILE   finished releases, which are skipped (default: a file in the temporary folder)
  --fresh        ignore the state file
`;

/** One line of the state file: a release that ran to its end. */
interface Done {
  /** Hash of the bundles and the workflow: changed sources start over. */
  readonly sources: string;
  readonly seed: string;
  readonly number: number;
  readonly withImage: boolean;
  readonly kills: readonly Kill[];
  readonly attempts: number;
  readonly reruns: Readonly<Record<Rerun, number>>;
  readonly seconds: number;
  readonly differences: readonly string[];
}

const maxKillsOfRelease = 10;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    images: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    state: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(help);
  process.exit(0);
}
const { seed } = values;
const wanted = { all: Number(values.kills), images: Number(values.images) };
const stateFile = values.state ?? join(tmpdir(), `slipway-kills-${seed.replace(/\W/g, '_')}.jsonl`);
const sources = createHash('sha256');
for (const name of readdirSync(join(slipwayDirectory, 'dist')).sort()) {
  const bundle = join(slipwayDirectory, 'dist', name);
  for (const file of readdirSync(bundle).sort()) sources.update(readFileSync(join(bundle, file)));
}
sources.update(readFileSync(join(slipwayDirectory, referenceWorkflowPath)));
const fingerprint = sources.digest('hex').slice(0, 16);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const done: Done[] = (existsSync(stateFile) && !values.fresh ? readFileSync(stateFile, 'utf8') : '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Done)
  .filter((each) => each.sources === fingerprint && each.seed === seed);
if (done.length > 0) console.log(`${done.length} releases are already in ${stateFile}.`);

const countKills = (withImage?: boolean): number =>
  done
    .filter((each) => withImage === undefined || each.withImage === withImage)
    .reduce((sum, { kills }) => sum + kills.length, 0);

const countReruns = (kind: Rerun): number => done.reduce((sum, { reruns }) => sum + reruns[kind], 0);

const golden = new Map<boolean, { snapshot: Snapshot; requests: number }>();
const startedMs = Date.now();

async function findGolden(withImage: boolean): Promise<{ snapshot: Snapshot; requests: number }> {
  const known = golden.get(withImage);
  if (known !== undefined) return known;
  const found = await killRelease({ withImage, kills: undefined, signal: stop.signal });
  const failed =
    /"conclusion":"(?!success)/.test(JSON.stringify(found.snapshot['runs'])) || found.repeated.length > 0;
  if (failed) throw new Error(`The undisturbed release fails: ${JSON.stringify(found.snapshot['runs'])}`);
  console.log(`undisturbed${withImage ? ', with an image' : ''}: ${found.requests} requests`);
  golden.set(withImage, found);
  return found;
}

let current = 0;

/** On a terminal, the line that is written over: a release with ten kills takes its time. */
function showProgress({ moment, method, host }: Kill): void {
  current += 1;
  if (process.stdout.isTTY)
    process.stdout.write(
      `\r\u001B[K  ${countKills() + current} of ${wanted.all}: killed ${moment}, ${method} ${host}`,
    );
  else if (process.env['SLIPWAY_KILLS_VERBOSE'] !== undefined)
    console.log(`  killed ${moment}, ${method} ${host}`);
}

for (let number = 1; countKills() < wanted.all || countKills(true) < wanted.images; number += 1) {
  if (stop.signal.aborted) break;
  if (done.some((each) => each.number === number)) continue;
  const withImage = number % 4 === 2 || wanted.images >= wanted.all || countKills() >= wanted.all;
  const random = createRandom(`${seed} ${number}`);
  const maxKills = Math.min(random.between(5, maxKillsOfRelease), Math.max(1, wanted.all - countKills()));
  const releaseStartedMs = Date.now();
  try {
    const undisturbed = await findGolden(withImage);
    const found = await killRelease({
      withImage,
      kills: { random, maxKills, requests: undisturbed.requests, onKill: showProgress },
      signal: stop.signal,
    });
    const entry: Done = {
      ...{ sources: fingerprint, seed, number, withImage, kills: found.kills },
      ...{ attempts: found.attempts, reruns: found.reruns },
      seconds: Math.round((Date.now() - releaseStartedMs) / 100) / 10,
      differences: [...compareSnapshots(undisturbed.snapshot, found.snapshot), ...found.repeated],
    };
    done.push(entry);
    current = 0;
    if (process.stdout.isTTY) process.stdout.write('\r\u001B[K');
    appendFileSync(stateFile, `${JSON.stringify(entry)}\n`);
    const verdict = entry.differences.length === 0 ? 'same end state' : 'DIFFERENT END STATE';
    console.log(
      `release ${number}${withImage ? ' with an image' : ''}: ${entry.kills.length} kills, ${entry.attempts} attempts (${entry.reruns['all-jobs']} of all jobs), ${entry.seconds} s: ${verdict} (${countKills()} of ${wanted.all} kills)`,
    );
    for (const difference of entry.differences) console.log(`  ${difference}`);
    if (entry.differences.length > 0)
      for (const { moment, method, host, path } of entry.kills)
        console.log(`  killed ${moment}: ${method} ${host}${path}`);
  } catch (cause) {
    // Ctrl-C: what has ended is in the state file.
    if (stop.signal.aborted) break;
    throw cause;
  }
}

const rows = new Map<string, number>();
for (const { kills } of done)
  for (const { host, moment } of kills)
    rows.set(`${host} ${moment}`, (rows.get(`${host} ${moment}`) ?? 0) + 1);
console.log(`\nseed ${seed}, sources ${fingerprint}, ${Math.round((Date.now() - startedMs) / 1000)} s`);
console.log('host                                                     before  during  after-commit');
for (const host of [...new Set([...rows.keys()].map((key) => key.split(' ')[0] ?? ''))].sort()) {
  const of = (moment: string): string => String(rows.get(`${host} ${moment}`) ?? 0);
  console.log(
    `${host.padEnd(57)}${of('before').padStart(6)}${of('during').padStart(8)}${of('after-commit').padStart(14)}`,
  );
}
const different = done.filter(({ differences }) => differences.length > 0);
console.log(
  `${countKills()} kills in ${done.length} releases, ${countKills(true)} of them in releases with an image (built by a stand-in for buildx); ${countReruns('failed-jobs')} re-runs of the failed jobs, ${countReruns('all-jobs')} re-runs of all jobs; at most ${Math.max(0, ...done.map(({ kills }) => kills.length))} in one; ${different.length} releases ended in a different state${different.length === 0 ? '' : `: ${different.map(({ number }) => number).join(', ')}`}`,
);
process.exitCode =
  different.length === 0 && countKills() >= wanted.all && countKills(true) >= wanted.images ? 0 : 1;
