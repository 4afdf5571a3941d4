import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  type PlannedStart,
  plannedTag,
  planRun,
  readAllOutputs,
} from '../../src/planned-release/plan-run.ts';
import { readOwnOutputs } from '../../src/workflow-rules/own-definitions.ts';
import { readTree } from '../../src/workflow-rules/workflow-tree.ts';

type Job = Readonly<Record<string, unknown>>;
interface Workflow {
  readonly on?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflowPath = '.github/workflows/release.yml';
const read = (path: string): string => readFileSync(join(slipwayDirectory, path), 'utf8');
const reference = parse(read(workflowPath)) as Workflow;

/** Every block of a page that shows jobs to add to `release.yml`. */
const listBlocks = (page: string): Workflow[] =>
  [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, text = '']) => parse(text) as Workflow)
    .filter((block) => block.jobs !== undefined && block.on === undefined);

const pages = readdirSync(join(slipwayDirectory, 'docs'))
  .map((name) => `docs/${name}`)
  .filter((page) => page.endsWith('.md') && listBlocks(page).length > 0);

/** `release.yml` with the jobs of a block; a job that it has and that the block shows in part keeps its other keys. */
const addJobs = ({ jobs }: Workflow): Workflow => ({
  ...reference,
  jobs: {
    ...reference.jobs,
    ...Object.fromEntries(
      Object.entries(jobs).map(([id, job]) => [id, { ...reference.jobs[id], ...job }] as const),
    ),
  },
});

const called =
  'on: workflow_call\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [{ run: make test }]\n';
const release = { draft: false, marked: false, prerelease: false, image: true };
const tagged = { name: 'push', ref: `refs/tags/${plannedTag}`, inputs: {} } as const;
const started = { name: 'workflow_dispatch', ref: 'refs/heads/main', inputs: { bump: 'auto' } } as const;
const runs: readonly (readonly [string, PlannedStart, typeof release])[] = [
  ['on a branch', started, release],
  ['at a tag', tagged, release],
  ['at a tag, without an image', tagged, { ...release, image: false }],
  ['at the tag of a pre-release', tagged, { ...release, prerelease: true }],
];

/** By run: the jobs that start. */
async function planRuns(workflow: Workflow): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const load = async (path: string) => (path === '.github/workflows/tests.yml' ? called : undefined);
  const tree = await readTree(workflowPath, stringify(workflow), load);
  const known = await readAllOutputs(tree, readOwnOutputs);
  const planned = new Map<string, ReadonlySet<string>>();
  for (const [name, start, kind] of runs) {
    const { jobs } = await planRun(tree, known, start, kind);
    const done = jobs.filter(({ result }) => result === 'success').map(({ id }) => id.split('/', 1)[0] ?? id);
    planned.set(name, new Set(done));
  }
  return planned;
}

describe.each(pages)('the jobs of %s', (page) => {
  it('each job starts in a release, with an image and without one', async () => {
    for (const block of listBlocks(page)) {
      const planned = await planRuns(addJobs(block));
      const tagRuns = [planned.get('at a tag'), planned.get('at a tag, without an image')];
      for (const id of Object.keys(block.jobs))
        expect(
          tagRuns.every((ids) => ids?.has(id) === true) || planned.get('on a branch')?.has(id) === true,
          `${id} starts`,
        ).toBe(true);
    }
  });

  it('no job stops another one of the release', async () => {
    const before = await planRuns(reference);
    for (const block of listBlocks(page)) {
      const planned = await planRuns(addJobs(block));
      for (const [name, ids] of before)
        expect(
          [...ids].filter((id) => planned.get(name)?.has(id) !== true),
          name,
        ).toEqual([]);
    }
  });

  it('a job of release.yml keeps the permissions that it needs', () => {
    for (const { jobs } of listBlocks(page))
      for (const [id, { permissions = {} }] of Object.entries(jobs)) {
        const wanted = reference.jobs[id]?.['permissions'];
        if (wanted === undefined || !('permissions' in (jobs[id] ?? {}))) continue;
        // The token of an app does what the one of the job did.
        const { contents: _contents, ...rest } = wanted as Readonly<Record<string, string>>;
        expect(permissions).toMatchObject(rest);
      }
  });
});
