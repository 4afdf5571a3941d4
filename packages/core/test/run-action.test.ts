import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'slipway-action-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly files: Readonly<Record<'GITHUB_OUTPUT' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY', string>>;
}

/** Runs the demo action in a process of its own, as the runner does. */
async function runDemo(variables: Record<string, string>, interrupt = false): Promise<Run> {
  const paths = {
    GITHUB_OUTPUT: join(home, 'output'),
    GITHUB_STATE: join(home, 'state'),
    GITHUB_STEP_SUMMARY: join(home, 'summary'),
  };
  for (const path of Object.values(paths)) writeFileSync(path, '');
  const child = spawn(
    process.execPath,
    ['--no-warnings', join(import.meta.dirname, 'fixtures/demo-action.ts')],
    {
      env: { PATH: process.env['PATH'] ?? '', INPUT_TOKEN: 'canary-secret', ...paths, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += String(chunk);
      if (interrupt && output.includes('waiting')) child.kill('SIGTERM');
    });
  }
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const read = (name: keyof typeof paths): string => readFileSync(paths[name], 'utf8');
  return {
    exitCode,
    output,
    files: {
      GITHUB_OUTPUT: read('GITHUB_OUTPUT'),
      GITHUB_STATE: read('GITHUB_STATE'),
      GITHUB_STEP_SUMMARY: read('GITHUB_STEP_SUMMARY'),
    },
  };
}

describe('runAction', () => {
  it('an action masks secrets, logs its inputs, writes outputs and the summary, and exits', async () => {
    const { exitCode, output, files } = await runDemo({ INPUT_WHAT: 'a::b\nc' });
    expect(output).toBe(
      '::add-mask::canary-secret\n::group::Inputs\nwhat: a:\u200C:b, c\ntoken: (secret)\n::endgroup::\nseen ***\n',
    );
    expect(exitCode).toBe(0);
    const [, delimiter = ''] = /^greeting<<(ghadelimiter_[\w-]+)\n/.exec(files.GITHUB_OUTPUT) ?? [];
    expect(files.GITHUB_OUTPUT).toBe(`greeting<<${delimiter}\nhello\n::world::\n${delimiter}\n`);
    expect(files.GITHUB_STATE).toMatch(/^isPost<<(.+)\ntrue\n\1\n$/);
    expect(files.GITHUB_STEP_SUMMARY).toBe('### Demo\n\n| what |\n|---|\n| a\\|b |\n');
  });

  it('a multiline secret is masked as a whole and line by line', async () => {
    const { output } = await runDemo({ INPUT_TOKEN: 'first-half\nsecond-half' });
    expect(output).toMatch(
      /^::add-mask::first-half%0Asecond-half\n::add-mask::first-half\n::add-mask::second-half\n::group::/,
    );
    expect(output.replaceAll(/^::add-mask::.*$/gm, '')).not.toMatch(/first-half|second-half/);
  });

  it('a known failure produces one annotation with its code and redacted causes', async () => {
    const { exitCode, output, files } = await runDemo({ INPUT_WHAT: 'known' });
    expect(exitCode).toBe(1);
    expect(output).toContain(
      '::error title=E_FILES_DIFFER::found two%0ADo not publish.%0Ahttps://github.com/slipway-actions/slipway/blob/',
    );
    expect(output).toMatch(/docs\/errors\.md#e_files_differ\n {2}caused by Error: inner \*{3} text\n/);
    expect(output.replace('::add-mask::canary-secret', '')).not.toContain('canary-secret');
    expect(files.GITHUB_OUTPUT).toContain('hello');
    expect(files.GITHUB_STEP_SUMMARY).toMatch(
      /^### ✕ The files do not match the expected list\n\nfound two\. Do not publish\. \[More about this error\]\(https:.*\n\n\| what \|/,
    );
    expect(files.GITHUB_STEP_SUMMARY).not.toContain('### Demo');
  });

  it('an unknown failure is reported as a bug with its stack', async () => {
    const { exitCode, output } = await runDemo({ INPUT_WHAT: 'unknown' });
    expect(exitCode).toBe(1);
    expect(output).toContain(
      '::error title=unexpected error::TypeError: oops *** (this is a bug, please report it)',
    );
    expect(output).toContain('demo-action.ts');
  });

  it('an aggregate failure produces one annotation per error', async () => {
    const { output } = await runDemo({ INPUT_WHAT: 'several' });
    expect(output.match(/^::error/gm)).toHaveLength(2);
  });

  it('unknown and missing inputs are named in the annotation', async () => {
    expect((await runDemo({ INPUT_WAHT: 'x' })).output).toContain(
      '::error title=E_INPUT_UNKNOWN::Unknown input "waht".%0ADid you mean "what"?%0Ahttps://',
    );
    expect((await runDemo({ INPUT_TOKEN: '' })).output).toContain('::error title=E_INPUT_MISSING::');
  });

  it('a canceled job stops the action and reports the signal', async () => {
    const { exitCode, output } = await runDemo({ INPUT_WHAT: 'wait' }, true);
    expect(exitCode).toBe(1);
    expect(output).toContain('::error title=E_INTERRUPTED::The job was canceled (SIGTERM).');
  });

  it('the post step runs, and its failure is only a warning', async () => {
    const good = await runDemo({ STATE_isPost: 'true', STATE_note: 'kept' });
    expect(good.output).toContain('\npost kept\n');
    const bad = await runDemo({ STATE_isPost: 'true', STATE_note: 'fail' });
    expect(bad.exitCode).toBe(0);
    expect(bad.output).toContain('::warning::The post step failed: broken');
  });

  it.each([
    ['an unhandled rejection', 'floating', 'nobody waits'],
    ['an uncaught exception', 'stray', 'nobody catches'],
  ])('%s is reported and the summary is written once', async (_what, what, message) => {
    const { exitCode, output, files } = await runDemo({ INPUT_WHAT: what });
    expect(exitCode).toBe(1);
    expect(output).toContain(`::error title=unexpected error::Error: ${message}`);
    expect(files.GITHUB_STEP_SUMMARY.match(/### ✕ Unexpected error/g)).toHaveLength(1);
    expect(files.GITHUB_STEP_SUMMARY.match(/^\| what \|$/gm)).toHaveLength(1);
  });
});
