/**
 * Compares our reader of source distributions with Python's `tarfile` and GNU tar over many generated archives:
 * `npm run test:tar -- [--count 20000] [--seed 1] [--again]`. Goes on where an earlier call was stopped.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Comparison, compareReaders } from './compare-readers.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const batch = 250;

interface State extends Comparison {
  readonly next: number;
}

const folder = join(homedir(), '.cache', 'slipway-tar');
const path = join(folder, `seed-${seed}.json`);
await mkdir(folder, { recursive: true });

async function readState(): Promise<State> {
  const empty = { next: 0, accepted: 0, refused: 0, refusedChanges: {}, wronglyRefused: [], differences: [] };
  if (values.again) return empty;
  return JSON.parse(await readFile(path, 'utf8').catch(() => JSON.stringify(empty))) as State;
}

let state = await readState();
while (state.next < count) {
  const size = Math.min(batch, count - state.next);
  const found = await compareReaders(seed, state.next, size);
  const refusedChanges = { ...state.refusedChanges };
  for (const [name, times] of Object.entries(found.refusedChanges))
    refusedChanges[name] = (refusedChanges[name] ?? 0) + times;
  state = {
    next: state.next + size,
    accepted: state.accepted + found.accepted,
    refused: state.refused + found.refused,
    refusedChanges,
    wronglyRefused: [...state.wronglyRefused, ...found.wronglyRefused],
    differences: [...state.differences, ...found.differences],
  };
  await writeFile(path, JSON.stringify(state));
  const done = Math.round((state.next / count) * 30);
  const faults = state.differences.length + state.wronglyRefused.length;
  console.log(`[${'#'.repeat(done).padEnd(30)}] ${state.next}/${count}, ${faults} faults`);
}
for (const fault of [...state.differences, ...state.wronglyRefused]) console.log(fault);
console.table(Object.fromEntries(Object.entries(state.refusedChanges).sort(([a], [b]) => (a < b ? -1 : 1))));
console.log(
  `${state.next} archives: ${state.accepted} read the same by all, ${state.refused} refused, ${state.differences.length} read differently, ${state.wronglyRefused.length} refused without a reason`,
);
process.exitCode = state.differences.length + state.wronglyRefused.length > 0 ? 1 : 0;
