import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles.ts';
import { listSourceFiles } from '../src/source-files.ts';
import { chooseMutants } from '../src/source-mutants/choose-mutants.ts';
import { applyMutation, findMutationSites } from '../src/source-mutants/find-sites.ts';
import { findImporters, readImportGraph } from '../src/source-mutants/import-graph.ts';
import { appendToLedger, hashText, readLedger, stillStands } from '../src/source-mutants/ledger.ts';
import { placeProbes } from '../src/source-mutants/place-probes.ts';
import { planTests } from '../src/source-mutants/plan-tests.ts';

const mutationsOf = (text: string): string[] =>
  findMutationSites('a.ts', text).map((site) => applyMutation(text, site));

describe('findMutationSites', () => {
  it('forces a condition both ways, and takes away a guard', () => {
    expect(mutationsOf('if (ready) return;')).toEqual(['if (false) return;', 'if (true) return;', ';']);
  });

  it('never makes a loop endless', () => {
    expect(mutationsOf('while (more) next();')).toEqual(['while (false) next();']);
  });

  it('swaps comparisons and the two ways to join them', () => {
    expect(mutationsOf('x = a < b && c === d;')).toEqual([
      'x = a < b || c === d;',
      'x = a <= b && c === d;',
      'x = a < b && c !== d;',
    ]);
  });

  it('drops an await and a negation, and changes constants', () => {
    expect(mutationsOf('x = await f(!y, 8, true);')).toEqual([
      'x = (f(!y, 8, true));',
      'x = await f((y), 8, true);',
      'x = await f(!y, (8 + 1), true);',
      'x = await f(!y, 8, false);',
    ]);
  });

  it('leaves types, imports, property names and sentences alone', () => {
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

  it('gives the same choice for the same seed, and another for another', () => {
    const ids = (seed: number) => chooseMutants(sites, seed, 40).map(({ id }) => id);
    expect(ids(7)).toEqual(ids(7));
    expect(ids(7)).not.toEqual(ids(8));
  });

  it('has every operator in the sample, and as many mutants as were asked for', () => {
    const chosen = chooseMutants(sites, 1, 40);
    expect(chosen).toHaveLength(40);
    expect(new Set(chosen.map(({ operator }) => operator))).toEqual(
      new Set(['condition', 'guard', 'await', 'constant']),
    );
  });

  it('moves no choice in one file when another file changes', () => {
    const other = findMutationSites('b.ts', 'if (x) return;');
    const kept = chooseMutants([...sites, ...other], 1, 40).filter(({ path }) => path === 'a.ts');
    const before = new Set(chooseMutants(sites, 1, 40).map(({ id }) => id));
    expect(kept.every(({ id }) => before.has(id))).toBe(true);
  });
});

describe('the tests that reach a file of this repository', () => {
  it('are those that import it and those that start a bundle with it', async () => {
    const graph = await readImportGraph(repositoryRoot, await listSourceFiles(repositoryRoot));
    const plan = planTests(graph, 'packages/core/src/checksum-manifest.ts');
    expect(plan.unit[0]).toBe('packages/core/test/checksum-manifest.test.ts');
    expect(plan.bundles).toContain('checksums');
    expect(plan.endToEnd).toContain('actions/checksums/test/checksums.e2e.test.ts');
    expect(plan.endToEnd).toContain('packages/cli/test/rehearse.e2e.test.ts');
    expect([...plan.unit, ...plan.endToEnd].filter((file) => file.includes('.peer.'))).toEqual([]);
  });

  it('follow imports through the entry points of a package', async () => {
    const graph = await readImportGraph(repositoryRoot, await listSourceFiles(repositoryRoot));
    const importers = findImporters(graph, 'packages/python/src/version/parse-version.ts');
    expect([...importers.keys()]).toContain('actions/version-bump/src/main.ts');
  });
});

describe('placeProbes', () => {
  const probed = (text: string) => {
    const mutants = findMutationSites('a.ts', text).map((site, index) => ({ ...site, id: `m${index}` }));
    return { mutants, ...placeProbes(text, mutants, '/reached.log') };
  };

  it('puts a probe before the statement, and before the expression that a function returns', () => {
    const { text } = probed('function f(a) {\n  if (a) return 1;\n}\nconst g = (b) => b === 2;');
    expect(text).toMatch(/\{\n {2};\(.*'m\d'.*\);\n.*if \(a\) return 1;/s);
    expect(text).toMatch(/\(b\) => \(\(.*, b === 2\)/s);
  });

  it('keeps what the code does, and notes what it came through', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-probes-'));
    try {
      const source =
        'export const f = (a) => (a ? g(a, 1) : 2);\nfunction g(a, b) {\n  if (a === 3) return b;\n  switch (a) {\n    case 4:\n      return 5;\n    default:\n      return [a].map((x) => x + 6)[0];\n  }\n}\n';
      const mutants = findMutationSites('a.ts', source).map((site, index) => ({ ...site, id: `m${index}` }));
      const log = join(folder, 'reached.log');
      const { text, unplaced } = placeProbes(source, mutants, log);
      expect(unplaced).toEqual([]);
      await writeFile(join(folder, 'probed.mjs'), text);
      const { f } = (await import(join(folder, 'probed.mjs'))) as { f(a: number): number };
      expect([f(0), f(3), f(4)]).toEqual([2, 1, 5]);
      const reached = new Set((await readFile(log, 'utf8')).trim().split('\n'));
      const missed = mutants.filter(({ id }) => !reached.has(id)).map(({ original }) => original);
      expect(missed).toEqual(['6', '0']);
      expect(f(8)).toBe(14);
      expect(new Set((await readFile(log, 'utf8')).trim().split('\n')).size).toBe(mutants.length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('the ledger', () => {
  const entry = {
    id: 'a1',
    state: 'killed',
    detail: 'x.test.ts',
    source: hashText('x'),
    commit: 'c1',
    seconds: 3,
  } as const;

  it('keeps the last verdict of a mutant, and passes over a line that was cut off', async () => {
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

  it('trusts a kill while the file is the same, and a survivor for its own commit alone', () => {
    expect(stillStands(entry, hashText('x'), 'c2')).toBe(true);
    expect(stillStands(entry, hashText('y'), 'c1')).toBe(false);
    const survived = { ...entry, state: 'survived' } as const;
    expect(stillStands(survived, hashText('x'), 'c1')).toBe(true);
    expect(stillStands(survived, hashText('x'), 'c2')).toBe(false);
  });
});
