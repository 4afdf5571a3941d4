import { describe, expect, it } from 'vitest';
import type { StandInRun } from '../src/stand-ins/stand-in.ts';
import { runFixture, runText } from './fake-platform.ts';

describe('runWorkflow', () => {
  it('a workflow with needs, matrix, outputs, actions and post steps ends as on GitHub', async () => {
    const { result, lines, opened, closed } = await runFixture('chain.yml');
    const byName = Object.fromEntries(result.jobs.map((job) => [job.name, job.result]));
    expect(byName).toEqual({
      first: 'success',
      broken: 'failure',
      after: 'skipped',
      'wide (1)': 'success',
      'wide (2, more)': 'success',
      last: 'success',
    });
    expect(result.conclusion).toBe('failure');
    const first = result.jobs.find((job) => job.id === 'first');
    expect(first?.outputs).toEqual({ greeting: 'hello world' });
    expect(first?.summary).toBe('# Summary\n');
    expect(first?.annotations.map((annotation) => annotation.message)).toEqual([
      "Unexpected input(s) 'typo', valid inputs are ['who']",
      "Skip output 'leaked' since it may contain secret.",
    ]);
    expect(lines).toContain('seen ***');
    // The script is shown before it runs, so a mask that it adds comes too late for its own text, as on GitHub.
    expect(lines.filter((line) => line.includes('hush-hush'))).toEqual([
      '##[group]Run echo "::add-mask::hush-hush"',
      'echo "::add-mask::hush-hush"',
      'echo "value=hush-hush" >> "$GITHUB_OUTPUT"',
      'echo "seen hush-hush"',
    ]);
    expect(lines).toContain('joined abc-end');
    expect(lines.indexOf('post: nested')).toBeLessThan(lines.indexOf('post: world'));
    expect(opened).toHaveLength(5);
    expect(closed).toHaveLength(5);
  });

  it('containers, Docker actions and unreachable actions are rejected by name before anything runs', async () => {
    const text = `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    container: node:24
    steps:
      - uses: docker://alpine:3
      - uses: other/action@v1
`;
    await expect(runText(text)).rejects.toThrow(/'container'.*docker:\/\/alpine:3.*other\/action@v1/);
  });

  it('an unknown key is rejected with the message of the parser', async () => {
    await expect(runText('on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n')).rejects.toThrow(/stepz/);
  });

  it('a stand-in replaces one action of a repository with any owner', async () => {
    const text = `on: push
jobs:
  a:
    runs-on: x
    steps:
      - uses: any/tools/actions/image@v1
        id: image
        with: { context: here }
      - run: echo "made \${{ steps.image.outputs.made }}"
      - uses: o/r/js@v1
        with: { who: there }
`;
    const standIns = new Map([
      [
        '*/tools/actions/image',
        {
          inputs: ['context'],
          main: async ({ inputs, setOutput }: StandInRun) => setOutput('made', `from ${inputs['context']}`),
        },
      ],
    ]);
    const { result, lines } = await runText(text, { standIns });
    expect(lines).toContain('made from here');
    expect(result.jobs[0]?.steps.filter(({ standIn }) => standIn).map(({ name }) => name)).toEqual([
      'Run any/tools/actions/image@v1',
    ]);
    await expect(runText(text.replace('/image@', '/other@'), { standIns })).rejects.toThrow(/any\/tools/);
  });

  it('an ID token is available only with "id-token: write", and no run step gets a runtime token', async () => {
    const job = (level: string): string =>
      `on: push\njobs:\n  a:\n    runs-on: x\n    permissions: { id-token: ${level} }\n    steps:\n      - run: echo "url=\${ACTIONS_ID_TOKEN_REQUEST_URL-none} runtime=\${ACTIONS_RUNTIME_TOKEN-none}"\n`;
    expect((await runText(job('write'))).lines).toContain('url=https://token.example/?a=b runtime=none');
    expect((await runText(job('none'))).lines).toContain('url=none runtime=none');
  });
});
