import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { type CellName, rehearsalCells } from '../../src/mutants/cells.ts';
import { generateMutants } from '../../src/mutants/generate.ts';
import { openToolbox, type Toolbox } from '../../src/mutants/toolbox.ts';
import { openWorkerPool, type WorkerPool } from '../../src/mutants/worker-pool.ts';

const text = readFileSync(join(repositoryRoot, '.github/workflows/release.yml'), 'utf8');
const mutants = new Map(generateMutants(text).map((mutant) => [mutant.id, mutant]));

// One of each kind that a rehearsal sees in a different way, most of them before anything runs; `npm run test:mutants` runs all.
const chosen: readonly (readonly [id: string, cell: CellName, red: RegExp])[] = [
  [
    'publish-to-pypi/if/drop-needs-draft-github-release-outputs-draft-false',
    'stable',
    /^every kind of release reaches exactly its channels/,
  ],
  ['publish-to-pypi/environment/drop', 'stable', /^GitHub release v1\.2\.0 is published|^PyPI has exactly/],
  [
    'publish-to-github-packages/needs/drop-publish-to-pypi',
    'stable',
    /^a release stops where one of its jobs/,
  ],
  ['draft-github-release/checksums/with/files/is-other', 'stable', /^GitHub release v1\.2\.0 is published/],
  ['build-python-package/permissions/add-packages', 'stable', /^every job requests exactly the permissions/],
  ['build-python-package/checkout/uses/tag', 'stable', /^every third-party action is pinned/],
  [
    'publish-to-pypi/outputs/publication-is-urls',
    'stable',
    /^every job output passes on the step output of the same name/,
  ],
  ['the-workflow/concurrency/cancel', 'stable', /^two runs for the same tag wait for each other/],
  ['on/drop-push', 'tag', /^the event of this release starts the workflow/],
  [
    'notify-failure/summarize-what-failed/env/PYPI-is-PYPI_MARKDOWN',
    'stable',
    /^the summary of every kind of release describes it correctly/,
  ],
];

describe('mutants of the reference workflow', () => {
  const stop = new AbortController();
  let toolbox: Toolbox;
  let pool: WorkerPool;

  beforeAll(async () => {
    toolbox = await openToolbox(stop.signal);
    pool = openWorkerPool(2);
  });

  afterAll(async () => {
    pool.close();
    await toolbox.close();
  });

  it.concurrent.each(chosen)(
    'the mutant %s turns the cell "%s" red',
    { timeout: 900_000 },
    async (id, cell, red) => {
      const mutant = mutants.get(id);
      expect(mutant).toBeDefined();
      const verdict = await pool.rehearse({
        workflowText: mutant?.text ?? '',
        cell: rehearsalCells[cell],
        variables: toolbox.variables(false),
      });
      expect(verdict).toMatchObject({ outcome: 'red', first: expect.stringMatching(red) });
    },
  );
});
