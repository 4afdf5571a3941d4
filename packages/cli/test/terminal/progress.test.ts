import type { RunnerEvent } from '@slipway/runner/reporter';
import type { JobResult, StepResult } from '@slipway/runner/result';
import { describe, expect, it } from 'vitest';
import { measure } from '../../src/terminal/look.ts';
import { createProgress } from '../../src/terminal/progress.ts';

const introducer = '\u001B';
const styleSequence = new RegExp(`${introducer}\\[\\d+m`, 'g');
const redrawing = new RegExp(`(\\r${introducer}\\[\\d+A${introducer}\\[0J|\\n)`);

interface Shape {
  readonly columns?: number;
  readonly rows?: number;
  readonly hasColor?: boolean;
}

/** A terminal that keeps what stands on it: it knows the sequences that the tree uses and no other. */
function openTerminal({ columns = 80, rows = 24, hasColor = true }: Shape = {}) {
  const lines: string[] = [''];
  const written: string[] = [];
  const write = (text: string): void => {
    written.push(text);
    const plain = text.replaceAll(styleSequence, '');
    for (const part of plain.split(redrawing)) {
      const [, up] = /^\r.\[(\d+)A/.exec(part) ?? [];
      if (up !== undefined) lines.splice(lines.length - 1 - Number(up), Number(up) + 1, '');
      else if (part === '\n') lines.push('');
      else lines[lines.length - 1] += part;
    }
  };
  const look = { hasColor, hasUnicode: true };
  const progress = createProgress({ isTerminal: true, write, size: () => ({ columns, rows }), look });
  return { progress, lines, text: () => written.join('') };
}

function openPipe() {
  const written: string[] = [];
  const progress = createProgress({ isTerminal: false, write: (text) => void written.push(text) });
  return { progress, text: () => written.join('') };
}

const job = { jobId: 'build', jobName: 'build' };
const captured = { summary: '', outputs: {}, log: { lines: [], dropped: 0 }, strayCommands: [] };
const stepOf = (result: StepResult['result']): StepResult => ({
  ...{
    name: 'compile',
    result,
    outcome: result,
    conclusion: result,
    seconds: 1.25,
    standIn: false,
    id: '',
    captured,
  },
});
const ended = (result: JobResult['result'], names = job): RunnerEvent => ({
  ...{ type: 'job-finished', ...names },
  result: { result, seconds: 1.25 } as JobResult,
});

describe('progress outside a terminal', () => {
  it('each job is one line when it ends, without sequences or carriage returns', () => {
    const { progress, text } = openPipe();
    progress.title('demo 1.1.0');
    progress.run('v1.2.0', ['build', 'publish']);
    progress.reporter({ type: 'job-started', ...job });
    progress.reporter({ type: 'step-started', ...job, step: 'compile' });
    progress.reporter({ type: 'step-finished', ...job, step: stepOf('success') });
    progress.reporter(ended('success'));
    progress.check({ name: 'a', ok: true, detail: '', group: 'PyPI' });
    progress.end();
    expect(text()).toBe(
      [
        'demo 1.1.0',
        '',
        'v1.2.0',
        `passed   build${' '.repeat(25)}     1.3 s`,
        'skipped  publish                       ',
        'passed   checks: PyPI                      1 of 1',
      ]
        .map((line) => `${line.trimEnd()}\n`)
        .join(''),
    );
  });

  it('a matrix is one line with the time of its slowest job', () => {
    const { progress, text } = openPipe();
    progress.run('v1', ['build']);
    for (const name of ['build (a)', 'build (b)'])
      progress.reporter({ type: 'job-started', jobId: 'build', jobName: name });
    progress.reporter(ended('success', { jobId: 'build', jobName: 'build (a)' }));
    progress.reporter(ended('success', { jobId: 'build', jobName: 'build (b)' }));
    progress.end();
    expect(text().match(/passed/g)).toHaveLength(1);
    expect(text()).toContain('build (2)');
  });

  it('the last lines of a failed step and a failed check are shown and neutralized', () => {
    const { progress, text } = openPipe();
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
    progress.reporter({ type: 'step-finished', ...job, step: stepOf('failure') });
    progress.check({ name: 'b', ok: false, detail: 'found \u001B[2Jnothing' });
    progress.end();
    expect(text()).toContain('failed   build: compile\n');
    expect(text()).toContain('| error: exit 2\n');
    expect(text()).toContain('failed   b: found nothing\n');
    expect(text()).not.toMatch(new RegExp(`Run make|[${introducer}\u0007\r]`));
  });
});

describe('progress on a terminal', () => {
  const play = (progress: ReturnType<typeof openTerminal>['progress'], jobs: readonly string[]): void => {
    progress.title('demo 1.1.0');
    progress.run('v1.2.0', jobs);
    for (const id of jobs.slice(0, 2)) progress.reporter({ type: 'job-started', jobId: id, jobName: id });
    progress.reporter({
      type: 'step-started',
      jobId: jobs[0] ?? '',
      jobName: jobs[0] ?? '',
      step: `compile ${'日本語'.repeat(40)}`,
    });
    progress.reporter(ended('success', { jobId: jobs[1] ?? '', jobName: jobs[1] ?? '' }));
  };

  it('each job has one line that is redrawn in place, in the order of the workflow', () => {
    const { progress, lines } = openTerminal();
    play(progress, ['build', 'images', 'publish']);
    expect(lines.map((line) => line.trim().replace(/\s.*$/, ''))).toEqual([
      'demo',
      'v1.2.0',
      expect.stringMatching(/[◐◓◑◒]/),
      '✓',
      '○',
      '',
      expect.any(String),
      '',
    ]);
    expect(lines.find((line) => line.includes('jobs done'))).toContain(
      '1 of 3 jobs done   Ctrl-C stops and cleans up',
    );
    progress.end();
    expect(lines.filter((line) => line.includes('build'))).toHaveLength(1);
    expect(lines.some((line) => line.includes('jobs done'))).toBe(false);
  });

  it.each([40, 60, 80, 200])('no line is wider than a terminal of %s columns', (columns) => {
    const { progress, lines } = openTerminal({ columns });
    play(progress, ['build-python-package-for-every-platform-there-is', 'images', 'publish']);
    progress.check({ name: 'x'.repeat(300), ok: true, detail: '' });
    expect(lines.filter((line) => measure(line) >= columns)).toEqual([]);
    progress.end();
  });

  it('a tree that is taller than the terminal shows what runs, and ended jobs scroll up', () => {
    const { progress, lines } = openTerminal({ columns: 60, rows: 10 });
    play(
      progress,
      Array.from({ length: 30 }, (_none, index) => `job-${index}`),
    );
    expect(lines.filter((line) => line.startsWith('passed   job-1'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('job-20'))).toEqual([]);
    progress.end();
  });

  it('a terminal without colors gets the tree without styles', () => {
    const { progress, text } = openTerminal({ hasColor: false });
    play(progress, ['build', 'images']);
    progress.end();
    expect(text()).not.toMatch(styleSequence);
  });
});
