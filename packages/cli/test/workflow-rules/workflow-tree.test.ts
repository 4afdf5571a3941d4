import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import {
  findTreeJob,
  listTreeJobs,
  listTreeNeeds,
  loadNothing,
  readTree,
} from '../../src/workflow-rules/workflow-tree.ts';
import { readCaller } from '../support/caller.ts';

const path = '.github/workflows/release.yml';

it('the jobs of called workflows need each other, and the first of them what their call needs', async () => {
  const tree = await readTree(path, readCaller('core'), loadNothing);
  const needs = listTreeNeeds(tree);
  const ids = new Set(listTreeJobs(tree).map(({ id }) => id));
  expect(needs.get('prepare/build-python-package')).toEqual(['prepare/version-bump']);
  expect(needs.get('prepare/version-bump')).toEqual([]);
  // The last jobs of "prepare", and no job that is only its call.
  expect(needs.get('publish-to-pypi')?.length).toBeGreaterThan(0);
  expect(needs.get('finalize')).toContain('publish-to-pypi');
  for (const [id, own] of needs) for (const need of own) expect(ids, `${id} needs ${need}`).toContain(need);
  const first = [...needs].filter(([id]) => id.startsWith('finalize/')).map(([, own]) => own);
  expect(first).toContainEqual(needs.get('finalize'));
});

it('the jobs of a file without calls need what they name', async () => {
  const withoutCalls = '.github/workflows/wheels.yml';
  const text = readFileSync(join(slipwayDirectory, withoutCalls), 'utf8');
  const tree = await readTree(withoutCalls, text, loadNothing);
  expect(tree.model.jobs.some(({ needs }) => needs.length > 0)).toBe(true);
  for (const { id, needs } of tree.model.jobs) expect(listTreeNeeds(tree).get(id)).toEqual(needs);
});

it('a job of a called workflow is found by its key', async () => {
  const tree = await readTree(path, readCaller('core'), loadNothing);
  expect(findTreeJob(tree, 'prepare/build-python-package')?.id).toBe('build-python-package');
  expect(findTreeJob(tree, 'publish-to-pypi')?.id).toBe('publish-to-pypi');
  expect(findTreeJob(tree, 'prepare/none')).toBeUndefined();
});
