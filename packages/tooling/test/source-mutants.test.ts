import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { listSourceFiles } from '../src/rules/source-files.ts';
import { findRefused } from '../src/source-mutants/check-types.ts';
import { chooseMutants, type SourceMutant } from '../src/source-mutants/choose-mutants.ts';
import { embedMutants } from '../src/source-mutants/embed-mutants.ts';
import { applyMutation, findMutationSites } from '../src/source-mutants/find-sites.ts';
import { findImporters, readImportGraph } from '../src/source-mutants/import-graph.ts';
import { appendToLedger, hashText, readLedger, stillStands } from '../src/source-mutants/ledger.ts';
import { planTests } from '../src/source-mutants/plan-tests.ts';
import { renderScore } from '../src/source-mutants/print-score.ts';
import { runTool } from '../src/tools/run-tool.ts';

const mutationsOf = (text: string): string[] =>
  findMutationSites('a.ts', text).map((site) => applyMutation(text, site));

describe('findMutationSites', () => {
  it('a condition is forced both ways and a guard is removed', () => {
    expect(mutationsOf('if (ready) return;')).toEqual(['if (false) return;', 'if (true) return;', ';']);
  });

  it('a loop is never made endless', () => {
    expect(mutationsOf('while (more) next();')).toEqual(['while (false) next();']);
  });

  it('comparisons and logical operators are swapped', () => {
    expect(mutationsOf('x = a < b && c === d;')).toEqual([
      'x = (a < b || c === d);',
      'x = (a <= b) && c === d;',
      'x = a < b && (c !== d);',
    ]);
  });

  it('awaits and negations are dropped and constants are changed', () => {
    expect(mutationsOf('x = await f(!y, 8, true);')).toEqual([
      'x = (f(!y, 8, true));',
      'x = await f((y), 8, true);',
      'x = await f(!y, (8 + 1), true);',
      'x = await f(!y, 8, false);',
    ]);
  });

  it('types, imports, property names and sentences are left alone', () => {
    const text = `import { a } from './a.ts';
type B = 'b' | 3;
interface C { readonly d: 'e' }
const f: { 'g': 'h' } = { 'g': a };
throw new Error('The file is empty.');`;
    expect(mutationsOf(text)).toEqual([]);
  });
});

describe('chooseMutants', () => {
  const text = Array.from({ length: 60 }, (_, i) => `if (a${i} === ${i}) return; await f('w${i}');`).join(
    '\n',
  );
  const sites = findMutationSites('a.ts', text);

  it('the same seed leads to the same choice and a different seed to a different one', () => {
    const ids = (seed: number) => chooseMutants(sites, seed, 40).map(({ id }) => id);
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
  });

  it('a sample contains every operator and as many mutants as requested', () => {
    const chosen = chooseMutants(sites, 1, 40);
    expect(chosen).toHaveLength(40);
    expect(new Set(chosen.map(({ operator }) => operator))).toEqual(
      new Set(['condition', 'guard', 'await', 'constant']),
    );
  });

  it('a change in one file keeps the choice in the others', () => {
    const other = findMutationSites('b.ts', 'if (x) return;');
    const kept = chooseMutants([...sites, ...other], 1, 40).filter(({ path }) => path === 'a.ts');
    const before = new Set(chooseMutants(sites, 1, 40).map(({ id }) => id));
    expect(kept.every(({ id }) => before.has(id))).toBe(true);
  });
});

describe('planTests', () => {
  it('the plan contains the tests that import a file and those that start a bundle with it', async () => {
    const graph = await readImportGraph(repositoryRoot, await listSourceFiles(repositoryRoot));
    const plan = planTests(graph, 'packages/core/src/files/checksum-manifest.ts');
    expect(plan.unit[0]).toBe('packages/core/test/checksum-manifest.test.ts');
    expect(plan.endToEnd).toContain('actions/checksums/test/checksums.e2e.test.ts');
    expect(plan.endToEnd).toContain('packages/cli/test/commands/rehearse.e2e.test.ts');
    expect([...plan.unit, ...plan.endToEnd].filter((file) => file.includes('.peer.'))).toEqual([]);
  });

  it('importers are found through the entry points of a package', async () => {
    const graph = await readImportGraph(repositoryRoot, await listSourceFiles(repositoryRoot));
    const importers = findImporters(graph, 'packages/python/src/version/parse-version.ts');
    expect([...importers.keys()]).toContain('actions/version-bump/src/main.ts');
  });
});

describe('embedMutants', () => {
  const source = `export const f = (a) => (a ? g(a, 1) : 2);
function g(a, b) {
  if (a === 3 && b === 1) return b;
  switch (a) {
    case 4:
      return 5;
    default:
      return [a].map((x) => x + 6)[0];
  }
}
`;
  const mutants = findMutationSites('a.ts', source).map((site, index) => ({ ...site, id: `m${index}` }));
  const inputs = [0, 3, 4, 8];

  /** The answers of the text as a module, and the mutants that its process came to, in a process of its own. */
  async function answersOf(text: string, folder: string): Promise<{ answers: unknown; reached: string[] }> {
    const file = join(folder, 'module.mjs');
    const log = join(folder, 'reached');
    await writeFile(file, text);
    await writeFile(log, '');
    const print = `import { f } from ${JSON.stringify(file)};
const ask = (a) => { try { return f(a) ?? 'nothing'; } catch (cause) { return cause.name; } };
console.log(JSON.stringify(${JSON.stringify(inputs)}.map(ask)));`;
    const { output } = await runTool(process.execPath, ['--input-type=module', '--eval', print]);
    return {
      answers: JSON.parse(output),
      reached: (await readFile(log, 'utf8')).split('\n').filter((line) => line !== ''),
    };
  }

  it('each mutant is active only when its switch is on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-switch-'));
    try {
      const files = { active: join(folder, 'active'), reached: join(folder, 'reached') };
      const embedded = embedMutants(source, mutants, files);
      const off = await answersOf(embedded, folder);
      expect(off.answers).toEqual([2, 1, 5, 14]);
      expect(new Set(off.reached)).toEqual(new Set(mutants.map(({ id }) => id)));
      expect(off.reached).toHaveLength(mutants.length);
      for (const mutant of mutants) {
        await writeFile(files.active, mutant.id);
        const on = await answersOf(embedded, folder);
        const alone = await answersOf(applyMutation(source, mutant), folder);
        expect(on.answers, `${mutant.original} -> ${mutant.replacement}`).toEqual(alone.answers);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('code that is never reached is not recorded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-switch-'));
    try {
      const files = { active: join(folder, 'active'), reached: join(folder, 'reached') };
      const text = 'export const f = (a) => {\n  if (a > 100) return 7;\n  return 8;\n};\n';
      const places = findMutationSites('a.ts', text).map((site, index) => ({ ...site, id: `m${index}` }));
      const { reached } = await answersOf(embedMutants(text, places, files), folder);
      const missed = places.filter(({ id }) => !reached.includes(id)).map(({ original }) => original);
      expect(missed).toEqual(['7']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('findRefused', () => {
  it('the mutants that do not compile are named', () => {
    const path = 'packages/tooling/src/a.ts';
    const text = `const kinds: 'one' | 'two' = 'one';
export async function f(a: number | undefined): Promise<string> {
  if (a === undefined) return kinds;
  const text = await Promise.resolve('word');
  return a > 3 ? text.trim() : 'other';
}
`;
    const mutants = findMutationSites(path, text).map((site, index) => ({ ...site, id: `m${index}` }));
    const refused = findRefused(repositoryRoot, mutants, new Map([[path, text]]));
    const names = mutants
      .filter(({ id }) => refused.has(id))
      .map((each) => applyMutation(each.original, { ...each, start: 0, end: each.original.length }));
    expect(names).toEqual([
      "'oneMutant'",
      'false',
      'true',
      ';',
      '(a !== undefined)',
      "(Promise.resolve('word'))",
    ]);
  });
});

describe('renderScore', () => {
  const mutant = { ...findMutationSites('a.ts', 'x = 8;')[0], id: 'm0' } as SourceMutant;
  const judge = (state: 'killed' | 'survived') => ({
    mutant,
    entry: { id: 'm0', state, detail: '5 tests passed', source: '', plan: '', seconds: 1 },
  });

  it('killed mutants are counted and every survivor is listed with its place', () => {
    const { lines, percent } = renderScore([
      judge('killed'),
      judge('killed'),
      judge('killed'),
      judge('survived'),
    ]);
    expect(percent).toBe(75);
    expect(lines).toEqual([
      '3 of 4 killed (75.0 %)',
      '3 of 4 that are not equivalent (75.0 %)',
      'survived m0 a.ts:1 constant: 8 -> (8 + 1); 5 tests passed',
    ]);
  });
});

describe('mutant ledger', () => {
  const entry = {
    id: 'a1',
    state: 'killed',
    detail: 'x.test.ts',
    source: hashText('x'),
    plan: 'p1',
    seconds: 3,
  } as const;

  it('the last verdict of a mutant is kept and a truncated line is skipped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-ledger-'));
    try {
      const path = join(folder, 'deep/ledger.jsonl');
      await appendToLedger(path, { ...entry, state: 'survived' });
      await appendToLedger(path, entry);
      await appendFile(path, '{"id":"a2","state":"kil');
      expect([...(await readLedger(path)).values()]).toEqual([entry]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('a kill is valid while the file is unchanged, and a survivor while its tests are, too', () => {
    expect(stillStands(entry, hashText('x'), 'p2')).toBe(true);
    expect(stillStands(entry, hashText('y'), 'p1')).toBe(false);
    const survived = { ...entry, state: 'survived' } as const;
    expect(stillStands(survived, hashText('x'), 'p1')).toBe(true);
    expect(stillStands(survived, hashText('x'), 'p2')).toBe(false);
  });
});
