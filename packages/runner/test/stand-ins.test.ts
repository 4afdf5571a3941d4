import { describe, expect, it } from 'vitest';
import { commonStandIns } from '../src/stand-ins/common-actions.ts';
import { createStub } from '../src/stand-ins/stub.ts';
import { runText } from './fake-platform.ts';

const job = (steps: string): string =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
const environment = { PATH: process.env['PATH'] ?? '' };

describe('stand-ins for actions of others', () => {
  it('a stub takes any input, and a later step reads the outputs that it was given', async () => {
    const standIns = new Map([['slackapi/slack-github-action', createStub({ ts: '17.5' })]]);
    const { result, said } = await runText(
      job(
        `      - { id: post, uses: slackapi/slack-github-action@v2, with: { payload: x } }\n      - run: echo "$TS"\n        env: { TS: "\${{ steps.post.outputs.ts }}" }\n`,
      ),
      { standIns },
    );
    expect(result.conclusion).toBe('success');
    expect(result.jobs[0]?.annotations).toEqual([]);
    expect(said['a']).toContain('17.5');
    expect(result.jobs[0]?.steps[0]?.standIn).toBe(true);
  });

  it('a cache is empty, and a step that requires it fails', async () => {
    const steps = (more: string): string =>
      job(
        `      - { id: c, uses: actions/cache@v4, with: { path: x, key: k${more} } }\n      - run: echo "hit=$HIT"\n        env: { HIT: "\${{ steps.c.outputs.cache-hit }}" }\n`,
      );
    const { said } = await runText(steps(''), { standIns: commonStandIns });
    expect(said['a']).toContain('hit=');
    const { result } = await runText(steps(", fail-on-cache-miss: 'true'"), { standIns: commonStandIns });
    expect(result.conclusion).toBe('failure');
  });

  it('a stored cache has no outputs, and only the part that restores tells its key', async () => {
    const uses = (action: string): string =>
      job(
        `      - { id: c, uses: ${action}@v4, with: { path: x, key: k } }\n      - run: echo "outputs=$OUTPUTS"\n        env: { OUTPUTS: "\${{ toJSON(steps.c.outputs) }}" }\n`,
      );
    const outputsOf = async (action: string): Promise<string> =>
      ((await runText(uses(action), { standIns: commonStandIns })).said['a'] ?? [])
        .join('')
        .replaceAll(/\s/g, '');
    expect(await outputsOf('actions/cache/save')).toContain('outputs={}');
    expect(await outputsOf('actions/cache/restore')).toContain('"cache-primary-key":"k"');
    expect(await outputsOf('actions/cache')).toContain('outputs={"cache-hit":""}');
  });

  it('a set-up action uses the program of this machine, and fails without it', async () => {
    const text = job(
      '      - { id: n, uses: actions/setup-node@v4 }\n      - run: echo "v=$V"\n        env: { V: "${{ steps.n.outputs.node-version }}" }\n',
    );
    const { result, said } = await runText(text, { standIns: commonStandIns, environment });
    expect(result.conclusion).toBe('success');
    expect(said['a']?.join(' ')).toMatch(/v=v\d+\.\d+/);
    const missing = await runText(job('      - uses: actions/setup-node@v4\n'), {
      standIns: commonStandIns,
      environment: { PATH: '/nowhere' },
    });
    expect(missing.result.conclusion).toBe('failure');
    expect(missing.result.jobs[0]?.annotations[0]?.message).toMatch(/This machine has no "node"/);
  });
});
