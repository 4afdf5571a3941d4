import { describe, expect, it } from 'vitest';
import { countsWrites, listKills, listRaces, runAlone, runDisturbed } from './explore.ts';
import { type Scenario, scenarios } from './scenarios.ts';

// At every write here; `npm run test:races` takes every scenario, every request, both sides of it, and two switches.
const find = (name: string): Scenario => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`no scenario is called ${name}`);
  return found;
};

describe('a bump in trouble', { timeout: 600_000 }, () => {
  it.each(['opening a pull request', 'releasing a merged pull request'])(
    'a run that is killed while %s, after any write, and started again ends like one that nobody disturbed',
    async (name) => {
      const scenario = find(name);
      const alone = await runAlone(scenario, countsWrites);
      expect(alone.exitCodes, alone.output).toEqual([0]);
      for (const how of listKills(alone.requests)) {
        if (how.kind === 'kill' && how.when === 'before') continue;
        const { state, exitCodes, output } = await runDisturbed(scenario, how, countsWrites);
        expect(exitCodes.at(-1), `${JSON.stringify(how)}\n${output}`).toBe(0);
        expect(state, JSON.stringify(how)).toBe(alone.state);
      }
    },
  );

  it.each(['direct', 'opening a pull request'])(
    'two runs at once (%s) end like one, wherever one overtakes the other at a write',
    async (name) => {
      const scenario = find(name);
      const alone = await runAlone(scenario, countsWrites);
      for (const how of listRaces(alone.requests, 0)) {
        const { state, exitCodes, output } = await runDisturbed(scenario, how, countsWrites);
        expect(exitCodes, `${JSON.stringify(how)}\n${output}`).toEqual([0, 0]);
        expect(state, JSON.stringify(how)).toBe(alone.state);
      }
    },
  );
});
