import { describe, expect, it } from 'vitest';
import { createProgress, renderSummary } from '../../src/machine/terminal.ts';
import { emptyReport } from '../../src/report/build-report.ts';

function openScreen(isTerminal: boolean) {
  const written: string[] = [];
  const progress = createProgress({ isTerminal, write: (text) => void written.push(text) });
  return { progress, text: () => written.join('') };
}

const uncaptured = {
  id: '',
  captured: { summary: '', outputs: {}, log: { lines: [], dropped: 0 }, strayCommands: [] },
};
const job = { jobId: 'build', jobName: 'build' };

describe('progress', () => {
  it('progress is printed as plain lines outside a terminal', () => {
    const { progress, text } = openScreen(false);
    progress.reporter({ type: 'job-started', ...job });
    progress.reporter({ type: 'step-started', ...job, step: 'compile' });
    progress.reporter({ type: 'log', ...job, step: 'compile', line: 'compiling' });
    const step = {
      name: 'compile',
      outcome: 'success',
      conclusion: 'success',
      seconds: 1.25,
      standIn: true,
      ...uncaptured,
    } as const;
    progress.reporter({ type: 'step-finished', ...job, step: { ...step, result: 'success' } });
    progress.end();
    expect(text()).toBe('build\n  success   compile (1.3 s, stand-in)\n');
  });

  it('progress on a terminal shows the current steps and disappears afterwards', () => {
    const { progress, text } = openScreen(true);
    progress.reporter({ type: 'job-started', ...job });
    progress.note('hello');
    progress.end();
    expect(text()).toContain('build › starting');
    expect(text().endsWith('\r\u001B[K')).toBe(true);
  });

  it('the last lines of a failed step are shown and neutralized', () => {
    const { progress, text } = openScreen(false);
    progress.reporter({ type: 'job-started', ...job });
    progress.reporter({ type: 'step-started', ...job, step: 'compile' });
    const lines = [
      '##[group]Run make',
      'make',
      '##[endgroup]',
      'bad \u001B[31mthing\u0007',
      '##[error]exit 2',
    ];
    for (const line of lines) progress.reporter({ type: 'log', ...job, step: 'compile', line });
    const step = {
      name: 'compile',
      outcome: 'failure',
      conclusion: 'failure',
      seconds: 1,
      standIn: false,
      ...uncaptured,
    } as const;
    progress.reporter({ type: 'step-finished', ...job, step: { ...step, result: 'failure' } });
    expect(text()).toContain('    | error: exit 2\n');
    expect(text()).toContain('thing');
    expect(text()).not.toContain('Run make');
    expect(text()).not.toContain('\u001B');
    expect(text()).not.toContain('\u0007');
  });
});

describe('the last words of a rehearsal', () => {
  it('every problem is shown with its hint', () => {
    const text = renderSummary({
      ...emptyReport(),
      problems: [{ code: 'E_REHEARSE_TAG', message: 'no\nsuch tag', hint: 'one\ntwo' }],
    });
    expect(text).toContain('E_REHEARSE_TAG: ');
    expect(text).toContain('  one\n  two\n');
    expect(text).toContain('FAILED');
  });

  it('the expected state of every channel and the findings are listed', () => {
    const summary = renderSummary({
      ...emptyReport(),
      expectations: [
        { channel: 'GitHub Release', state: 'present', expected: 'draft' },
        { channel: 'PyPI', state: 'not part of this workflow', expected: '' },
        { channel: 'Container image', state: 'not shown', expected: 'no buildx' },
      ],
      findings: [{ rule: 'mint', job: 'x', message: 'The job "x" runs "a" beside it.', fails: true }],
    });
    expect(summary).toContain('GitHub Release   draft\n');
    expect(summary).toContain('PyPI             not part of this workflow\n');
    expect(summary).toContain('Container image  not shown: no buildx\n');
    expect(summary).toContain('finding: The job "x" runs "a" beside it.\n');
  });
});
