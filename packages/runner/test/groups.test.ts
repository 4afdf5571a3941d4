import { describe, expect, it } from 'vitest';
import { runFixture } from './fake-platform.ts';

const secrets = { PASSWORD: 'hunter2secret' };
const resultsOf = (run: Awaited<ReturnType<typeof runFixture>>): Record<string, string> =>
  Object.fromEntries(run.result.jobs.map((job) => [job.name, job.result]));

describe('workflow features', () => {
  it('values are passed on through the files for environment, outputs, path and summary', async () => {
    const run = await runFixture('commands.yml', { secrets });
    expect(run.said['files']).toEqual([
      'text: first',
      '',
      'third',
      'short: 1 env: 1',
      'output: one = 1',
      'two << 2',
      'short now 2',
    ]);
    const files = run.result.jobs.find((job) => job.id === 'files');
    expect(files?.outputs).toEqual({ lines: 'one = 1\ntwo << 2', plain: 'a=b', tool: 'from-tool' });
    expect(files?.summary).toBe('## Files\n');
  });

  it('secrets and each line of an added mask are masked in every line', async () => {
    const run = await runFixture('commands.yml', { secrets });
    expect(run.said['masks']).toEqual(['password is ***', 'seen *** and ***', 'still ***']);
    expect(run.lines.join('\n')).not.toContain('hunter2secret');
    expect(run.lines).toContain('  PASSWORD: ***');
  });

  it('commands are ignored until the stop token returns, and the token is never shown', async () => {
    const run = await runFixture('commands.yml', { secrets });
    expect(run.said['stopped']).toEqual([
      '::stop-commands::***',
      '::set-output name=ignored::yes',
      '::***::',
      'ignored= taken=yes',
    ]);
  });

  it('each shell is run with the arguments and folders of the runner', async () => {
    const run = await runFixture('shells.yml');
    expect(run.said['shells']).toEqual([
      'in inner',
      'in deeper',
      'went on',
      'pipe failure',
      'stops failure',
      'from sh',
      'from python shells',
      'hello world shells',
      '  shells',
      'folded shells here',
      'quoted shells',
      'plain shells here',
      'from a shell of its own',
    ]);
    expect(run.said['defaults']).toEqual(['python by default']);
    expect(run.lines).toContain('shell: /usr/bin/bash --noprofile --norc -e -o pipefail {0}');
  });

  it('conditions are evaluated within a job and across all jobs before it', async () => {
    const run = await runFixture('conditions.yml');
    expect(run.said['steps']).toEqual([
      'first',
      "skipped is 'skipped' 'skipped'",
      'after failure failure failure',
      'always',
      'not cancelled',
    ]);
    expect(resultsOf(run)).toEqual({
      steps: 'failure',
      fails: 'failure',
      between: 'success',
      implicit: 'skipped',
      'on-failure': 'success',
      last: 'success',
    });
    expect(run.said['between']).toEqual(['between sees failure']);
  });

  it('a matrix from an output is expanded and continues after a failure without fail-fast', async () => {
    const run = await runFixture('matrix.yml');
    expect(resultsOf(run)).toEqual({
      plan: 'success',
      'combinations (3.11, fast, quick)': 'success',
      'combinations (3.12, fast, quick)': 'success',
      'combinations (3.12, slow)': 'failure',
      'combinations (3.13, single)': 'success',
      after: 'success',
    });
    expect(run.said['after']).toEqual(['combinations failure']);
  });

  it('a called workflow gets inputs and secrets and returns outputs', async () => {
    const run = await runFixture('calls.yml', { secrets });
    expect(resultsOf(run)).toEqual({
      'call / first': 'success',
      'call / second': 'success',
      after: 'success',
    });
    expect(run.said['call / first']).toEqual(['with ***']);
    expect(run.said['after']).toEqual(['got hello-2-false success']);
  });

  it('pre parts run before the first step and post parts last, sharing their state', async () => {
    const run = await runFixture('actions.yml');
    expect(run.said['parts']).toEqual([
      'pre part',
      'first step',
      'main part: by pre',
      'said: hello octocat',
      'post: octocat',
      'post part: by pre given',
    ]);
  });

  it('a failed composite action runs its cleanup and keeps its outputs and names', async () => {
    const run = await runFixture('actions.yml');
    expect(run.said['inside']).toEqual([
      'cleanup inside outer by octocat',
      'fails failure failure',
      'said: hello nested',
      'joined workflow-end',
      'post: nested',
    ]);
  });

  it('a re-run repeats only failed jobs and those that need them', async () => {
    const first = await runFixture('conditions.yml');
    const second = await runFixture('conditions.yml', { previous: first.result, runAttempt: 2 });
    expect(second.opened.map((job) => job.jobId).sort()).toEqual([
      'between',
      'fails',
      'last',
      'on-failure',
      'steps',
    ]);
    const matrix = await runFixture('matrix.yml');
    const again = await runFixture('matrix.yml', { previous: matrix.result, runAttempt: 2 });
    expect(again.opened.map((job) => job.displayName).sort()).toEqual(['after', 'combinations (3.12, slow)']);
    const calls = await runFixture('calls.yml', { secrets });
    expect((await runFixture('calls.yml', { secrets, previous: calls.result })).opened).toEqual([]);
  });
});
