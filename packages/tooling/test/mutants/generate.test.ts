import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { generateMutants, listMutations, type Mutant } from '../../src/mutants/generate.ts';
import { viewWorkflow } from '../../src/mutants/workflow-view.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures', 'workflows');
const workflows: readonly [name: string, text: string][] = [
  ['release.yml', readFileSync(join(repositoryRoot, '.github/workflows/release.yml'), 'utf8')],
  ...readdirSync(fixtures).map((name): [string, string] => [
    name,
    readFileSync(join(fixtures, name), 'utf8'),
  ]),
];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Paths at which two trees differ, the shallowest only. */
function diff(before: unknown, after: unknown, path: readonly string[] = []): string[][] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) || Array.isArray(after))
    return [[...path]];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => diff(before[key], after[key], [...path, key]));
}

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((part, index) => path[index] === part);

/** Every difference is at, inside of, or around a place that the mutant names. */
function differsOnlyInItsPlaces(original: unknown, mutant: Mutant): boolean {
  const places = mutant.places.map((place) => place.map(String));
  const differences = diff(original, parse(mutant.text));
  return (
    differences.length > 0 &&
    differences.every((path) => places.some((place) => startsWith(path, place) || startsWith(place, path)))
  );
}

describe.each(workflows)('generateMutants for %s', (_name, text) => {
  const mutants = generateMutants(text);
  const original: unknown = parse(text);

  it('there are many mutants, each with a unique identifier and a description', () => {
    expect(mutants.length).toBeGreaterThan(40);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    expect(new Set(mutants.map((mutant) => mutant.text)).size).toBe(mutants.length);
    for (const { id, description } of mutants) {
      expect(id).toMatch(/^[\w./#-]+$/);
      expect(description).not.toMatch(/undefined|\[object/);
    }
  });

  // Hundreds of files of a thousand lines are parsed.
  it('a mutant differs from the file only in the places that it names', { timeout: 120_000 }, () => {
    expect(mutants.filter((mutant) => !differsOnlyInItsPlaces(original, mutant)).map(({ id }) => id)).toEqual(
      [],
    );
  });

  it('the mutants are the same in every run', () => {
    const again = listMutations(viewWorkflow(text)).map(({ id }) => id);
    expect(again.filter((id) => mutants.some((mutant) => mutant.id === id))).toEqual(
      mutants.map(({ id }) => id),
    );
  });

  it('mutants keep their identifiers when jobs, steps or comments are added', () => {
    const added = { 'runs-on': 'ubuntu-24.04', steps: [{ run: 'true' }] };
    const parsed = parse(text) as { jobs: Record<string, { steps?: unknown[] }> };
    for (const job of Object.values(parsed.jobs)) job.steps?.unshift({ name: 'Say hello', run: 'true' });
    const edited = JSON.stringify({ ...parsed, jobs: { added, ...parsed.jobs } });
    const ids = new Set(listMutations(viewWorkflow(edited)).map(({ id }) => id));
    const kept = mutants.filter(({ id }) => ids.has(id));
    expect(kept.length / mutants.length).toBeGreaterThan(0.95);
  });
});

it('the mutants of the reference workflow cover every kind', () => {
  const [[, text = ''] = []] = workflows;
  const mutants = generateMutants(text);
  expect(mutants.length).toBeGreaterThanOrEqual(100);
  expect([...new Set(mutants.map(({ kind }) => kind))].sort()).toEqual(
    [
      ...[
        'concurrency',
        'condition',
        'environment',
        'exchange',
        'expression',
        'input',
        'job',
        'limit',
        'matrix',
      ],
      ...['needs', 'output', 'permission', 'pin', 'script', 'step', 'trigger', 'variable'],
    ].sort(),
  );
  const ids = new Set(mutants.map(({ id }) => id));
  for (const id of [
    ...['publish-to-pypi/if/always', 'publish-to-pypi/if/false', 'publish-to-pypi/if/negated'],
    ...['publish-to-pypi/environment/drop', 'publish-to-pypi/publish/with/digests/drop'],
    ...['create-github-release/release/with/evidence/without-pypi', 'the-workflow/concurrency/cancel'],
    ...['build-platform-images/matrix/exchange-platform', 'permissions/write-all'],
  ])
    expect(ids).toContain(id);
});

it('a file that is not a workflow is rejected', () => {
  expect(() => generateMutants('a: [')).toThrow(/not YAML/);
  expect(() => generateMutants('name: x')).toThrow(/no jobs/);
});
