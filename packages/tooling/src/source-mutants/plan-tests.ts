import { findImporters, type ImportGraph } from './import-graph.ts';
import type { Reach } from './measure-reach.ts';

/** What is run against one mutant, the likeliest and cheapest first. */
export interface TestPlan {
  /** Unit tests that import the file, the nearest first. */
  readonly unit: readonly string[];
  /** Actions whose bundle holds the file. */
  readonly bundles: readonly string[];
  /** Tests that start those bundles, or that import the file themselves. */
  readonly endToEnd: readonly string[];
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') && !path.endsWith('.peer.test.ts');
const isEndToEnd = (path: string): boolean => path.endsWith('.e2e.test.ts');

/** Tests of the command line start the bundles of all actions, as the workflow does. */
const startsEveryBundle = (path: string): boolean => path.startsWith('packages/cli/test/');

/** Plans which tests can see a change of `path`: by what they import, and by the bundles that they start. */
export function planTests(graph: ImportGraph, path: string): TestPlan {
  const importers = findImporters(graph, path);
  const nearest = [...importers]
    .sort(([a, from], [b, to]) => from - to || (a < b ? -1 : 1))
    .map(([file]) => file);
  const bundles = nearest.flatMap((file) => /^actions\/([^/]+)\/src\/main\.ts$/.exec(file)?.[1] ?? []).sort();
  const direct = new Set(nearest.filter((file) => isTest(file) && isEndToEnd(file)));
  const started = [...graph.keys()].filter(
    (file) =>
      isEndToEnd(file) &&
      (bundles.some((name) => file.startsWith(`actions/${name}/test/`)) ||
        (bundles.length > 0 && startsEveryBundle(file))),
  );
  const endToEnd = [...new Set([...started, ...direct])];
  return {
    unit: nearest.filter((file) => isTest(file) && !isEndToEnd(file)),
    bundles,
    // A whole release is the dearest to run.
    endToEnd: endToEnd.sort(
      (a, b) => Number(startsEveryBundle(a)) - Number(startsEveryBundle(b)) || (a < b ? -1 : 1),
    ),
  };
}

const actionOf = (testFile: string): string | undefined => /^actions\/([^/]+)\/test\//.exec(testFile)?.[1];

/** Leaves of a plan what was seen to come through the mutant's place, the quickest first. */
export function narrowPlan(plan: TestPlan, mutantId: string, reach: ReadonlyMap<string, Reach>): TestPlan {
  const reached = (files: readonly string[]): string[] =>
    files
      .filter((file) => reach.get(file)?.mutants.includes(mutantId) ?? true)
      .sort((a, b) => (reach.get(a)?.seconds ?? 0) - (reach.get(b)?.seconds ?? 0));
  const endToEnd = reached(plan.endToEnd);
  const needed = new Set(endToEnd.map(actionOf));
  return {
    unit: reached(plan.unit),
    // Tests outside of the actions start the bundles of all.
    bundles: plan.bundles.filter((name) => needed.has(name) || needed.has(undefined)),
    endToEnd,
  };
}
