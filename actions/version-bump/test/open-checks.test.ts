import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { createCannedClient } from '@slipway/github/testing/canned-client';
import { expect, it } from 'vitest';
import { refuseOpenChecks } from '../src/checks/check-green.ts';
import type { Context } from '../src/inputs.ts';

const sha = 'c'.repeat(40);
const at = '/repos/octo/demo';
const rulesPath = `${at}/rules/branches/main?per_page=100`;
const branchPath = `${at}/branches/main`;
const runsPath = `${at}/commits/${sha}/check-runs?per_page=100&page=1`;
const statusPath = `${at}/commits/${sha}/status?per_page=100`;

const requires = (...checks: readonly object[]) => ({
  [rulesPath]: [{ type: 'required_status_checks', parameters: { required_status_checks: checks } }],
});
const run = (name: string, conclusion: string | null, runId = 1, appId = 15_368) => ({
  ...{ name, conclusion, status: conclusion === null ? 'in_progress' : 'completed', app: { id: appId } },
  details_url: `https://github.com/octo/demo/actions/runs/${runId}/job/1`,
});
const runs = (...list: readonly object[]) => ({
  [runsPath]: { total_count: list.length, check_runs: list },
});
const statuses = (...list: readonly object[]) => ({ [statusPath]: { statuses: list } });

function judge(mode: string, answers: Readonly<Record<string, unknown>>) {
  const { repository, asked } = createCannedClient(answers);
  const parts = { inputs: { 'require-checks': mode }, job: { runId: 42 }, log: createMemoryLog() };
  const ended = refuseOpenChecks(parts as unknown as Context, repository, 'main', sha);
  return { ended, asked };
}

it.each([
  ['a required check that failed', runs(run('test', 'failure')), 'test \\(failure\\)'],
  ['a required check that is pending', runs(run('test', null)), 'test \\(in_progress\\)'],
  [
    'a required check that nobody started',
    { ...runs(run('lint', 'success')), ...statuses() },
    'test \\(missing\\)',
  ],
  [
    'a required status that failed',
    { ...runs(), ...statuses({ context: 'test', state: 'error' }) },
    'test \\(error\\)',
  ],
  [
    'a required check of a different app',
    { ...runs(run('test', 'success', 1, 99)), ...statuses() },
    'test \\(missing\\)',
  ],
])('%s stops the release', async (_what, answers, words) => {
  const { ended } = judge('auto', { ...requires({ context: 'test', integration_id: 15_368 }), ...answers });
  await expect(ended).rejects.toMatchObject({ code: 'E_BUMP_CHECKS' });
  await expect(ended).rejects.toThrow(new RegExp(`^1 check of ccccccc is not green: ${words}`));
});

it.each(['success', 'neutral', 'skipped'])(
  'a required check that ended as %s lets the release go on',
  async (end) => {
    const { ended, asked } = judge('auto', {
      ...requires({ context: 'test' }),
      ...runs(run('test', end), run('nightly', 'failure')),
    });
    await expect(ended).resolves.toBeUndefined();
    expect(asked).not.toContain(statusPath);
  },
);

it('no check is read on a branch whose rules require none', async () => {
  const { ended, asked } = judge('auto', { [rulesPath]: [{ type: 'deletion' }] });
  await expect(ended).resolves.toBeUndefined();
  expect(asked).toEqual([rulesPath, branchPath]);
});

const protects = (...checks: readonly object[]) => ({
  [branchPath]: {
    name: 'main',
    protection: {
      enabled: true,
      required_status_checks: { enforcement_level: 'everyone', contexts: [], checks },
    },
  },
});

it.each([
  ['of any app', null, 99, undefined],
  ['of any app, in the older words', -1, 99, undefined],
  ['of that app', 7, 7, undefined],
  ['of a different app', 7, 99, /test \(missing\)/],
])(
  'a check that classic protection requires %s counts as in a merge',
  async (_what, required, appId, words) => {
    const { ended } = judge('auto', {
      ...{ [rulesPath]: [], ...protects({ context: 'test', app_id: required }) },
      ...{ ...runs(run('test', 'success', 1, appId)), ...statuses() },
    });
    if (words === undefined) await expect(ended).resolves.toBeUndefined();
    else await expect(ended).rejects.toThrow(words);
  },
);

it('the own run does not count as a required check of the same name', async () => {
  const { ended } = judge('auto', {
    ...{ [rulesPath]: [], ...protects({ context: 'version-bump', app_id: null }) },
    ...{ ...runs(run('version-bump', null, 42)), ...statuses() },
  });
  await expect(ended).rejects.toThrow(/version-bump \(missing\)/);
});

it('every check but those of the run itself counts with "all"', async () => {
  const own = run('release / version-bump', null, 42);
  const green = { ...runs(own, run('test', 'success')), ...statuses() };
  await expect(judge('all', green).ended).resolves.toBeUndefined();
  const red = {
    ...runs(own, run('nightly', 'timed_out')),
    ...statuses({ context: 'cov', state: 'pending' }),
  };
  await expect(judge('all', red).ended).rejects.toThrow(
    /2 checks of ccccccc are not green: nightly \(timed_out\), cov \(pending\)\. Nothing was written\./,
  );
});

it('nothing is asked with "none"', async () => {
  const { ended, asked } = judge('none', {});
  await expect(ended).resolves.toBeUndefined();
  expect(asked).toEqual([]);
});
