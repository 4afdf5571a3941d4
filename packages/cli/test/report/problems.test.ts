import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { docsLink } from '@slipway/core/errors/docs-link';
import type { Annotation } from '@slipway/runner/result';
import { describe, expect, it } from 'vitest';
import { listProblems, type ProblemSources, problemOf } from '../../src/report/problems.ts';

interface Job {
  readonly result?: string;
  readonly annotations?: readonly Annotation[];
  readonly steps?: readonly { readonly name: string; readonly result: string }[];
}
const step = { name: 'Publish', result: 'failure' };
const run = ({ result = 'failure', annotations = [], steps = [step] }: Job): unknown => ({
  ...{ run: { runId: 7 }, attempt: 2 },
  result: { jobs: [{ id: 'job', name: 'job', result, annotations, steps }] },
});
const note = (level: Annotation['level'], message: string, title?: string): Annotation => ({
  ...{ level, message, properties: title === undefined ? {} : { title } },
});

function list(
  more: { jobs?: readonly Job[]; hosts?: readonly string[]; strikes?: number } & Partial<ProblemSources> = {},
) {
  const { jobs = [], hosts = [], strikes = 0, ...rest } = more;
  const world = {
    journal: { refusedHosts: () => hosts },
    gateway: { faults: { strikes }, serviceErrors: [] },
  };
  const sources = {
    finished: jobs.map(run),
    runaway: false,
    tag: 'v1',
    checks: [],
    world,
    faultName: undefined,
    ...rest,
  };
  return listProblems(sources as unknown as ProblemSources).map(({ code, message, hint }) => ({
    code,
    message,
    hint,
  }));
}
const codes = (more: Parameters<typeof list>[0]): string[] => list(more).map(({ code }) => code);

describe('the problems of a rehearsal', () => {
  it('a passed rehearsal has no problems', () => {
    expect(
      list({ jobs: [{ result: 'success' }], checks: [{ name: 'a', ok: true, detail: '' }] as never }),
    ).toEqual([]);
  });

  it('the errors of failed jobs are listed with their code, and their hint once', () => {
    const hint = 'Do this.';
    const annotations = [
      note(
        'error',
        `It is wrong.\nIn two lines.\n${hint}\n${docsLink('E_INPUT_INVALID')}`,
        'E_INPUT_INVALID',
      ),
    ];
    expect(list({ jobs: [{ annotations }] })).toEqual([
      { code: 'E_INPUT_INVALID', message: 'job: It is wrong.\nIn two lines.', hint },
    ]);
  });

  it('a failed job without a Slipway error code is a problem, too', () => {
    const annotations = [note('error', 'exit code 1', 'Whatever')];
    expect(list({ jobs: [{ annotations }] })[0]).toMatchObject({
      code: 'E_REHEARSE_JOB_FAILED',
      message: 'job: exit code 1',
    });
    expect(list({ jobs: [{}] })[0]?.message).toBe('job in step "Publish", run 7, attempt 2');
    expect(list({ jobs: [{ steps: [{ name: 'a', result: 'success' }] }] })[0]?.message).toBe(
      'job, run 7, attempt 2',
    );
  });

  it('errors of a job that succeeded after all and notices are not problems', () => {
    const annotations = [note('error', 'tolerated', 'E_INPUT_INVALID')];
    expect(list({ jobs: [{ result: 'success', annotations }] })).toEqual([]);
    expect(codes({ jobs: [{ annotations: [note('notice', 'x', 'E_INPUT_INVALID')] }] })).toEqual([
      'E_REHEARSE_JOB_FAILED',
    ]);
  });

  it("unknown inputs of an action are a problem regardless of the job's result", () => {
    const annotations = [note('warning', "Unexpected input(s) 'x', valid inputs are ['y']")];
    expect(codes({ jobs: [{ result: 'success', annotations }] })).toEqual(['E_INPUT_UNKNOWN']);
    expect(list({ jobs: [{ result: 'success', annotations: [note('warning', 'Something else')] }] })).toEqual(
      [],
    );
  });

  it('a deployment that an environment forbids is one problem', () => {
    const annotations = [
      note('error', 'Branch "x" is not allowed.'),
      note('error', 'environment protection rules.'),
    ];
    expect(list({ jobs: [{ steps: [], annotations }] })).toEqual([
      expect.objectContaining({
        code: 'E_REHEARSE_DEPLOYMENT',
        message: 'job: Branch "x" is not allowed. environment protection rules.',
      }),
    ]);
  });

  it('unknown hosts, endless runs and a missing release are problems', () => {
    expect(codes({ hosts: ['evil.example'], runaway: true, tag: '' })).toEqual([
      'E_REHEARSE_HOST_REFUSED',
      'E_REHEARSE_RUNAWAY',
    ]);
    expect(codes({ tag: '' })).toEqual(['E_REHEARSE_NO_RELEASE']);
  });

  it('failed checks are listed one by one if nothing else explains them, and otherwise together', () => {
    const checks = ['a', 'b'].map((name) => ({ name, ok: false, detail: 'd' })) as never;
    expect(list({ checks }).map(({ message }) => message)).toEqual(['a: d', 'b: d']);
    expect(
      list({ checks, runaway: true })
        .map(({ message }) => message)
        .slice(1),
    ).toEqual(['2 of 2 checks failed: "a", "b".']);
    expect(
      list({ checks: [{ name: 'a', ok: false, detail: 'd' }] as never, runaway: true })
        .map(({ message }) => message)
        .slice(1),
    ).toEqual(['a: d']);
  });

  it('a fault that was never triggered is a problem', () => {
    expect(codes({ faultName: 'x' })).toEqual(['E_REHEARSE_FAULT_UNUSED']);
    expect(codes({ faultName: 'x', strikes: 1 })).toEqual([]);
  });

  it('a repeated problem is listed once', () => {
    const job = { annotations: [note('error', 'again', 'E_INPUT_INVALID')] };
    expect(list({ jobs: [job, job] })).toHaveLength(1);
  });
});

describe('a failure that ends a rehearsal', () => {
  it('an unexpected failure is reported as a bug', () => {
    const error = new InputError(coreErrors.E_INPUT_INVALID, { message: 'wrong', hint: 'right' });
    expect(problemOf(error)).toEqual({ code: 'E_INPUT_INVALID', message: 'wrong', hint: 'right' });
    expect(problemOf(new TypeError('x'))).toMatchObject({
      code: 'E_REHEARSE_INTERNAL',
      message: 'TypeError: x',
    });
    expect(problemOf('text')).toMatchObject({ code: 'E_REHEARSE_INTERNAL', message: 'text' });
  });
});
