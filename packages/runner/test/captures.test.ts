import { describe, expect, it } from 'vitest';
import { createLogCapture } from '../src/captures/captured-log.ts';
import { readExpressionReferences } from '../src/captures/output-references.ts';
import type { JobResult } from '../src/result.ts';
import { runText } from './fake-platform.ts';

const workflow = (jobs: string): string => `on: push\njobs:\n${jobs}`;

async function runJob(jobs: string): Promise<JobResult> {
  const { result } = await runText(workflow(jobs));
  const [job] = result.jobs;
  if (job === undefined) throw new Error('no job ran');
  return job;
}

async function missingOf(jobs: string): Promise<string[]> {
  const { result } = await runText(workflow(jobs));
  return result.jobs.flatMap(({ id, missingOutputs }) =>
    missingOutputs.map(({ reference, reader, reason }) => `${id}, ${reader}: ${reference}: ${reason}`),
  );
}

describe('captured step results', () => {
  it('summary, outputs and log are captured per step with secrets masked', async () => {
    const job = await runJob(`  a:
    runs-on: x
    steps:
      - id: first
        run: |
          echo "::add-mask::s3cret-value"
          echo '### Hello s3cret-value' >> "$GITHUB_STEP_SUMMARY"
          echo 'token=s3cret-value' >> "$GITHUB_OUTPUT"
          echo 'name=demo' >> "$GITHUB_OUTPUT"
          echo 'said s3cret-value'
      - run: echo second
`);
    const [first, second] = job.steps;
    expect(first?.id).toBe('first');
    expect(first?.captured.summary).toBe('### Hello ***\n');
    expect(first?.captured.outputs).toEqual({ token: '***', name: 'demo' });
    expect(first?.captured.log.lines).toContain('said ***');
    expect(second?.id).toBe('');
    expect(second?.captured).toMatchObject({ summary: '', outputs: {} });
    expect(second?.captured.log.lines).toContain('second');
    expect(second?.captured.log.lines).not.toContain('said ***');
  });

  it('the log of an action and its post part are captured as separate steps', async () => {
    const job = await runJob(`  a:
    runs-on: x
    steps:
      - id: greet
        uses: o/r/js@v1
        with: { who: world }
`);
    const [main, ...rest] = job.steps;
    expect(main?.captured.log.lines.join('\n')).toContain('world');
    expect(rest.map(({ name }) => name)).toContain('Post Run o/r/js@v1');
  });

  it('lines that look like a command but were not executed are reported', async () => {
    const job = await runJob(`  a:
    runs-on: x
    steps:
      - run: |
          echo '::set-ouput name=x::1'
          echo 'done ::error::late'
          echo '::notice::fine'
          echo 'uses std::error::Error'
          echo '::stop-commands::resume-here'
          echo '::eror::quoted'
          echo '::resume-here::'
`);
    expect(job.steps[0]?.captured.strayCommands).toEqual(['::set-ouput name=x::1', 'done ::error::late']);
  });
});

describe('createLogCapture', () => {
  it('a long log keeps its first and last lines and counts those between them', () => {
    const log = createLogCapture();
    for (let line = 1; line <= 5_000; line += 1) log.add(`line ${line}`);
    const { lines, dropped } = log.read();
    expect(lines).toHaveLength(1_000);
    expect(dropped).toBe(4_000);
    expect([lines[0], lines[199], lines[200], lines[999]]).toEqual([
      'line 1',
      'line 200',
      'line 4201',
      'line 5000',
    ]);
  });

  it('an endless line is cut to 2000 characters', () => {
    const log = createLogCapture();
    log.add('x'.repeat(1_000_000));
    expect(log.read().lines[0]).toHaveLength(2_000);
  });
});

describe('readExpressionReferences', () => {
  it.each([
    ['steps.build.outputs.files', ['steps.build.outputs.files']],
    ["steps['build'].outputs['files']", ['steps.build.outputs.files']],
    ['STEPS.build.Outputs.files', ['STEPS.build.Outputs.files']],
    ["needs.a.outputs.x == 'steps.b.outputs.y' && needs.c-d.outputs.e_f", ['a.x', 'c-d.e_f']],
    ['github.steps.build.outputs.files', []],
    ['steps[matrix.id].outputs.files', []],
    ['steps.build.outcome', []],
    ['not an { expression', []],
  ])('the references in "%s" are found', (expression, expected) => {
    const found = readExpressionReferences(expression);
    expect(found).toHaveLength(expected.length);
    for (const [index, { from, output }] of found.entries()) {
      expect(expected[index]).toContain(from);
      expect(expected[index]).toContain(output);
    }
  });
});

describe('missing outputs', () => {
  it('an output that no step sets is named', async () => {
    expect(
      await missingOf(`  a:
    runs-on: x
    outputs:
      one: \${{ steps.build.outputs.filse }}
      two: \${{ steps.bild.outputs.files }}
    steps:
      - id: build
        run: echo 'files=x' >> "$GITHUB_OUTPUT"
      - if: steps.build.outputs.Files == 'x' && steps.build.outputs.other == ''
        run: echo \${{ steps.build.outputs.files }}
`),
    ).toEqual([
      'a, output "one": steps.build.outputs.filse: the script succeeded without setting it',
      'a, output "two": steps.bild.outputs.files: no step of the job has the id "bild"',
      expect.stringContaining('steps.build.outputs.other: the script succeeded without setting it'),
    ]);
  });

  it('an output that the action does not declare is named', async () => {
    const found = await missingOf(`  a:
    runs-on: x
    outputs:
      greeting: \${{ steps.greet.outputs.greeting }}
      typo: \${{ steps.greet.outputs.greting }}
    steps:
      - id: greet
        uses: o/r/js@v1
        with: { who: world }
`);
    expect(found).toEqual([
      'a, output "typo": steps.greet.outputs.greting: the action o/r/js@v1 has no such output',
    ]);
  });

  it('an output that a needed job does not declare, or of a job that is not needed, is named', async () => {
    expect(
      await missingOf(`  a:
    runs-on: x
    outputs: { files: 'x' }
    steps: [{ run: 'true' }]
  b:
    needs: a
    if: needs.a.outputs.filse == 'x'
    runs-on: x
    steps: [{ run: 'true' }]
  c:
    needs: b
    if: always()
    runs-on: x
    steps: [{ run: 'echo \${{ needs.a.outputs.files }}' }]
`),
    ).toEqual([
      'b, if: needs.a.outputs.filse: the job "a" has no such output',
      expect.stringContaining('needs.a.outputs.files: the job does not name "a" in its "needs"'),
    ]);
  });

  it('an output of a skipped or failed step or of a different matrix leg is not reported', async () => {
    expect(
      await missingOf(`  a:
    runs-on: x
    strategy: { matrix: { leg: [one, two] } }
    outputs:
      one: \${{ matrix.leg == 'one' && steps.build.outputs.files || '' }}
      two: \${{ matrix.leg == 'two' && steps.build.outputs.files || '' }}
      skipped: \${{ steps.skipped.outputs.files }}
      failed: \${{ steps.failed.outputs.files }}
    steps:
      - id: build
        run: echo 'files=x' >> "$GITHUB_OUTPUT"
      - id: skipped
        if: false
        run: 'true'
      - id: failed
        continue-on-error: true
        run: 'false'
`),
    ).toEqual([]);
  });
});
