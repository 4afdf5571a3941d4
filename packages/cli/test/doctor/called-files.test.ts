import { readWorkflowText } from '@slipway/runner/workflow-text/read-workflow-text';
import { describe, expect, it } from 'vitest';
import { listCalledFiles } from '../../src/doctor/called-files.ts';

const calling = (...uses: readonly string[]): string =>
  `on: push\njobs:\n${uses.map((each, index) => `  j${index}:\n    uses: ${each}\n`).join('')}`;
const list = async (files: Readonly<Record<string, string>>) =>
  listCalledFiles(
    readWorkflowText('.github/workflows/a.yml', files['a'] ?? ''),
    async (path) => files[path.replace(/^\.github\/workflows\/|\.yml$/g, '')],
  );

describe('files that a workflow calls', () => {
  it('only called files are read, at any distance, and each once', async () => {
    const files = {
      a: calling('./.github/workflows/b.yml', '$/.github/workflows/c.yml'),
      b: calling('./.github/workflows/c.yml', './.github/workflows/a.yml'),
      c: 'on: workflow_call\njobs:\n  j:\n    runs-on: x\n    steps: []\n',
      other: calling('./.github/workflows/c.yml'),
    };
    expect((await list(files)).map(({ workflow }) => workflow.path)).toEqual([
      '.github/workflows/b.yml',
      '.github/workflows/c.yml',
    ]);
  });

  it('workflows of Slipway are read from this edition, with where they are from', async () => {
    const [prepare, ...others] = await list({
      a: calling(
        'slipway-actions/slipway/.github/workflows/prepare.yml@v0',
        'octo/other/.github/workflows/x.yml@v1',
      ),
    });
    // "prepare.yml" calls the workflow of the wheels itself.
    expect(others.map(({ workflow, origin }) => [workflow.path, origin])).toEqual([
      ['.github/workflows/wheels.yml', { repository: 'slipway-actions/slipway', ref: 'v0' }],
    ]);
    expect(prepare?.origin).toEqual({ repository: 'slipway-actions/slipway', ref: 'v0' });
    expect(prepare?.workflow.jobs.length).toBeGreaterThan(1);
  });

  it('a file that does not exist or is not valid is left out', async () => {
    expect(
      await list({ a: calling('./.github/workflows/b.yml', './.github/workflows/c.yml'), b: '[' }),
    ).toEqual([]);
  });
});
