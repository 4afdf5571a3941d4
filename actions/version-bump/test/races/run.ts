/**
 * `npm run test:races [-- --state FILE] [-- --fresh]`: kills the bump at every request, and races two bumps at every interleaving with up
 * to two switches, in every scenario. What was tried is in the state file and is not tried again.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Disturbance, listKills, listRaces, runAlone, runDisturbed } from './explore.ts';
import { type Scenario, scenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: { state: { type: 'string' }, fresh: { type: 'boolean', default: false } },
});
const stateFile = values.state ?? join(tmpdir(), 'slipway-races.jsonl');
if (values.fresh) rmSync(stateFile, { force: true });
// A bundle is several files.
const bundle = new URL('../../../../dist/version-bump/', import.meta.url);
const hash = createHash('sha256');
for (const name of readdirSync(bundle).sort()) hash.update(readFileSync(new URL(name, bundle)));
const sources = hash.digest('hex').slice(0, 16);

interface Tried {
  /** Of the bundle: another one starts anew. */
  readonly sources: string;
  readonly key: string;
  readonly difference: string;
}

const tried = new Map(
  (existsSync(stateFile) ? readFileSync(stateFile, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tried)
    .filter((each) => each.sources === sources)
    .map((each) => [each.key, each]),
);

async function tryOne(scenario: Scenario, how: Disturbance, wanted: string): Promise<Tried> {
  // JSON has no infinity.
  const key = `${scenario.name} ${JSON.stringify(how).replaceAll('null', '"rest"')}`;
  const known = tried.get(key);
  if (known !== undefined) return known;
  const { state, exitCodes, output } = await runDisturbed(scenario, how);
  const isDone = how.kind === 'kill' ? exitCodes.at(-1) === 0 : exitCodes.every((code) => code === 0);
  const difference = !isDone ? output.slice(-2000) : state === wanted ? '' : state;
  const found = { sources, key, difference };
  appendFileSync(stateFile, `${JSON.stringify(found)}\n`);
  tried.set(key, found);
  return found;
}

let failures = 0;
for (const scenario of scenarios) {
  const alone = await runAlone(scenario);
  const all = [
    ...listKills(alone.requests),
    ...listRaces(alone.requests, 0),
    ...listRaces(alone.requests, 1),
  ];
  console.log(`${scenario.name}: ${alone.requests} requests, ${all.length} disturbances`);
  for (const how of all) {
    const { key, difference } = await tryOne(scenario, how, alone.state);
    if (difference === '') continue;
    failures += 1;
    console.log(`different: ${key}\n${difference}`);
  }
}
console.log(failures === 0 ? 'Every end state is the same.' : `${failures} end states are different.`);
process.exitCode = failures === 0 ? 0 : 1;
