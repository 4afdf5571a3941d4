import { findImporters, type ImportGraph } from './import-graph.ts';
import type { Reach } from './reach-reporter.ts';

/** What is run against one mutant, the likeliest and cheapest first. */
export interface TestPlan {
  /** Unit tests that import the file, the nearest first. */
  readonly unit: readonly string[];
  /** Tests that start a bundle which holds the file, or that import the file themselves. */
  readonly endToEnd: readonly string[];
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') && !path.endsWith('.peer.test.ts');
const isEndToEnd = (path: string): boolean => path.endsWith('.e2e.test.ts');

/** Tests of the command line start the bundles of all actions, as the workflow does. */
const startsEveryBundle = (path: string): boolean => path.startsWith('packages/cli/test/');

/** Entries of the bundles that a file of tests starts. */
export function startedEntries(graph: ImportGraph, file: string): string[] {
  if (!isEndToEnd(file)) return [];
  const own = /^actions\/([^/]+)\/test\//.exec(file)?.[1];
  return [...graph.keys()].filter((path) => {
    const name = /^actions\/([^/]+)\/src\/main\.ts$/.exec(path)?.[1];
    return name !== undefined && (name === own || startsEveryBundle(file));
  });
}

/** Plans which tests can see a change of `path`: by what they import, and by the bundles that they start. */
export function planTests(graph: ImportGraph, path: string): TestPlan {
  const importers = findImporters(graph, path);
  const nearest = [...importers]
    .sort(([a, from], [b, to]) => from - to || (a < b ? -1 : 1))
    .map(([file]) => file);
  const direct = new Set(nearest.filter((file) => isTest(file) && isEndToEnd(file)));
  const started = [...graph.keys()].filter((file) =>
    startedEntries(graph, file).some((entry) => importers.has(entry)),
  );
  const endToEnd = [...new Set([...started, ...direct])];
  return {
    unit: nearest.filter((file) => isTest(file) && !isEndToEnd(file)),
    // A whole release is the dearest to run.
    endToEnd: endToEnd.sort(
      (a, b) => Number(startsEveryBundle(a)) - Number(startsEveryBundle(b)) || (a < b ? -1 : 1),
    ),
  };
}

/** Leaves of a plan what was seen to come through the mutant's place, the quickest first, and passes without it. */
export function narrowPlan(
  files: readonly string[],
  mutantId: string,
  reach: ReadonlyMap<string, Reach>,
): readonly string[] {
  return files
    .filter((file) => {
      const known = reach.get(file);
      return known?.passes === true && known.mutants.includes(mutantId);
    })
    .sort((a, b) => (reach.get(a)?.seconds ?? 0) - (reach.get(b)?.seconds ?? 0));
}
