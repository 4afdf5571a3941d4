import type { JobResult, StepResult } from '@slipway/runner/result';
import { createSecretMasker } from '@slipway/runner/secret-masker';
import { describe, expect, it } from 'vitest';
import { checkCaptures } from '../../src/captures/check-captures.ts';

type Captured = StepResult['captured'];

function createJob(captured: Partial<Captured>, changes: Partial<JobResult> = {}): JobResult {
  const step: StepResult = {
    name: 'Publish',
    result: 'success',
    outcome: 'success',
    conclusion: 'success',
    seconds: 1,
    standIn: false,
    id: 'publish',
    captured: { summary: '', outputs: {}, log: { lines: [], dropped: 0 }, strayCommands: [], ...captured },
  };
  return {
    id: 'publish',
    name: 'publish-to-pypi',
    result: 'success',
    seconds: 1,
    permissionsAsked: {},
    outputs: {},
    annotations: [],
    summary: '',
    missingOutputs: [],
    steps: [step],
    environment: undefined,
    ...changes,
  };
}

const masker = createSecretMasker();
masker.add('canary-0123456789');

function failuresOf(job: JobResult): [string, string][] {
  return checkCaptures([job], masker).flatMap(({ name, ok, detail }) => (ok ? [] : [[name, detail]]));
}

describe('the checks of what a run shows', () => {
  it('the checks pass for a clean step and report how much they read', () => {
    const checks = checkCaptures(
      [
        createJob({
          summary: '### Published [demo](https://a.example/)',
          outputs: { files: '[{"name":"demo"}]' },
          log: { lines: ['one', 'two'], dropped: 0 },
        }),
      ],
      masker,
    );
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ detail }) => detail)).toContain('1 summary, 3 outputs and log lines');
  });

  it('each finding is reported with its job, step and line', () => {
    expect(failuresOf(createJob({ summary: 'one\n\n| a | b |\n|---|---|\n| PyPI | ["x"] |' }))).toEqual([
      ['the job summaries contain no raw JSON', 'publish-to-pypi › Publish, line 5: a cell shows ["x"]'],
    ]);
  });

  it('show five findings, and how many more there are', () => {
    const [[, detail = ''] = ['', '']] = failuresOf(createJob({ summary: '[x]()\n\n'.repeat(8) }));
    expect(detail.split('; ')).toHaveLength(6);
    expect(detail).toContain('; and 3 more');
  });

  it.each<[string, Partial<Captured>]>([
    ['a summary', { summary: 'token canary-0123456789' }],
    ['an output', { outputs: { token: 'canary-0123456789' } }],
    ['a log', { log: { lines: ['canary-0123456789'], dropped: 0 } }],
    [
      'base64 of it',
      { log: { lines: [Buffer.from('user:canary-0123456789').toString('base64')], dropped: 0 } },
    ],
    ['a token of GitHub', { log: { lines: [`using ghs_${'a'.repeat(36)}`], dropped: 0 } }],
    ['an upload token', { outputs: { x: `pypi-AgEIcHlwaS5vcmc${'A'.repeat(40)}` } }],
    ['an ID token', { summary: `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.${'s'.repeat(20)}` }],
  ])('fail for a credential in %s, which they do not repeat', (_place, captured) => {
    const failures = failuresOf(createJob(captured));
    expect(failures.map(([name]) => name)).toEqual(['no summary, output or log shows a credential']);
    expect(failures[0]?.[1]).not.toMatch(/canary-0|ghs_a|pypi-AgE|eyJ/);
  });

  it('an invisible character in an address of a log or an output is found', () => {
    for (const captured of [
      { log: { lines: ['see https://a.example/\u200Bx'], dropped: 0 } },
      { outputs: { url: 'https://a.example/\uFEFF' } },
    ])
      expect(failuresOf(createJob(captured)).map(([name]) => name)).toEqual([
        'no address contains an invisible character',
      ]);
  });

  it('an invisible character in the label of a link is accepted, and one in its address is not', () => {
    const link = (label: string, address: string) =>
      createJob({ outputs: { notes: `([${label}](${address}),` } });
    expect(failuresOf(link('\\#\u200C7460', 'https://a.example/pull/7460'))).toEqual([]);
    expect(failuresOf(link('7460', 'https://a.example/pull/\u200C7460'))).toHaveLength(1);
  });

  it('fail for a workflow command that nobody carried out, and for an output that is never set', () => {
    const reason = 'the action x/y@v1 has no such output';
    const job = createJob(
      { strayCommands: ['::set-ouput name=x::y'] },
      { missingOutputs: [{ reference: 'steps.build.outputs.fils', reader: 'output "files"', reason }] },
    );
    expect(failuresOf(job)).toEqual([
      ['every workflow command was executed', 'publish-to-pypi › Publish, log: "::set-ouput name=x::y"'],
      [
        'every output that the workflow reads is set',
        `publish-to-pypi, output "files": steps.build.outputs.fils is empty: ${reason}`,
      ],
    ]);
  });
});
