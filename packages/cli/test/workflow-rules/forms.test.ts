import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { expect, it } from 'vitest';
import { judgeWorkflow } from '../../src/workflow-rules/judge-workflow.ts';
import { readCaller } from '../support/caller.ts';

const files = ['release', 'prepare', 'finalize', 'prepare-full', 'finalize-full', 'release-pr'];
const dispatch = { name: 'workflow_dispatch', ref: 'refs/heads/main' } as const;
const rights = 'every job requests exactly the permissions that its steps need';

/** The findings of the rules for the inside of a file. */
async function findRightFaults(path: string, text: string): Promise<string> {
  const checks = await judgeWorkflow(path, text, dispatch);
  const check = checks.find(({ name }) => name === rights);
  return check?.ok === true ? '' : (check?.detail ?? 'the rule did not run');
}

/** One text for each granted permission of each job, without it. */
function dropEachGrant(text: string): { readonly grant: string; readonly text: string }[] {
  const lines = text.split('\n');
  let job = '';
  return lines.flatMap((line, index) => {
    job = /^ {2}([\w-]+):$/.exec(line)?.[1] ?? job;
    const grant = /^ {6}([\w-]+): (?:read|write) #/.exec(line)?.[1];
    if (grant === undefined) return [];
    return [
      {
        grant: `${job}, ${grant}`,
        text: lines.with(index, line.replace(/: (?:read|write) /, ': none ')).join('\n'),
      },
    ];
  });
}

it.each(files)(
  'every permission of every job is needed by one of its steps: %s.yml',
  {
    timeout: 120_000,
  },
  async (name) => {
    const path = `.github/workflows/${name}.yml`;
    const text = readFileSync(join(slipwayDirectory, path), 'utf8');
    expect(await findRightFaults(path, text)).toBe('');
    const dropped = dropEachGrant(text);
    expect(dropped.length).toBeGreaterThan(0);
    for (const { grant, text: less } of dropped)
      expect(await findRightFaults(path, less), grant).toMatch(/but one of its steps needs/);
  },
);

it.each([
  ['core', 'docs/call-the-workflows.md'],
  ['full', 'docs/call-the-workflows.md'],
  ['compose', 'docs/compose-steps.md'],
])(
  'no rule for workflow files finds anything in the calling file of the documentation: %s',
  async (name, page) => {
    const checks = await judgeWorkflow('.github/workflows/release.yml', readCaller(name, page), dispatch);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.length).toBeGreaterThan(10);
  },
);

it('no rule for workflow files finds anything in the calling file for release pull requests', async () => {
  const text = readCaller('release-pr', 'docs/release-pull-requests.md');
  const push = { name: 'push', ref: 'refs/heads/main' } as const;
  const checks = await judgeWorkflow('.github/workflows/release-pr.yml', text, push);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});

it('the calling files of the documentation have at most 25 lines', () => {
  for (const name of ['core', 'full'])
    expect(readCaller(name).trimEnd().split('\n').length).toBeLessThanOrEqual(25);
});
