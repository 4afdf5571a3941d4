import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBuildTool } from '../src/build/find-build-tool.ts';
import { fakePrograms } from './programs.ts';

const python = (version: string, ...has: readonly boolean[]): string =>
  JSON.stringify([version.split('.').map(Number), ...has]);

async function find(wanted: 'auto' | 'build' | 'uv', answers: Readonly<Record<string, string | Error>>) {
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'build-tool-'));
  onTestFinished(() => rm(temporaryDirectory, { recursive: true, force: true }));
  const { exec, calls } = fakePrograms(answers);
  const log = createMemoryLog();
  const { signal } = new AbortController();
  const tool = await findBuildTool(wanted, {
    exec,
    log,
    signal,
    environment: { A: 'b' },
    temporaryDirectory,
  });
  return {
    title: tool.title,
    line: [tool.file, ...tool.args({ source: '/src', output: '/out', formats: 'both', configSettings: [] })],
    calls,
    temporaryDirectory,
  };
}

const uv = { 'uv --version': 'uv 0.9.1\n' };
const hasBuild = { 'python -I': python('3.12.1', true, false, false) };

describe('the front end of a build', () => {
  it('uv is used if it is available unless "build" is requested', async () => {
    for (const wanted of ['auto', 'uv'] as const) {
      const { title, line } = await find(wanted, { ...uv, ...hasBuild });
      expect(title).toBe('uv 0.9.1');
      expect(line).toEqual(['uv', 'build', '--no-progress', '--color', 'never', '--out-dir', '/out', '/src']);
    }
    const { title, calls } = await find('build', { ...uv, ...hasBuild });
    expect(title).toBe('build (Python 3.12.1)');
    expect(calls.some(({ words }) => words.startsWith('uv'))).toBe(false);
  });

  it('the Python module "build" runs isolated from the project', async () => {
    expect((await find('auto', hasBuild)).line).toEqual([
      'python',
      '-I',
      '-m',
      'build',
      '--outdir',
      '/out',
      '/src',
    ]);
  });

  it('a missing uv is reported when uv is requested', async () => {
    await expect(find('uv', hasBuild)).rejects.toThrow(/uv is not on PATH/);
  });

  it.each([
    ['3.9.0', true],
    ['3.14.0', true],
    ['3.8.20', false],
    ['2.7.18', false],
    ['4.0.0', false],
  ])('a front end with Python %s is usable: %s', async (version, works) => {
    const found = find('build', { 'python -I': python(version, true, true, true) });
    if (works) expect((await found).line[0]).toBe('python');
    else
      await expect(found).rejects.toThrow(
        `Python 3.9 or later was not found on PATH (python is Python ${version})`,
      );
  });

  it('python3 is used if "python" is missing, too old or broken', async () => {
    for (const first of [undefined, python('2.7.18', true, true, true), 'Python 2']) {
      const answers = {
        ...(first === undefined ? {} : { 'python -I': first }),
        'python3 -I': python('3.11.0', true, true, true),
      };
      expect((await find('build', answers)).line[0]).toBe('python3');
    }
    await expect(find('build', {})).rejects.toThrow(/Python 3\.9 or later was not found on PATH\.$/);
  });

  it('the front end is installed into a temporary folder if Python has none', async () => {
    const { line, calls, temporaryDirectory } = await find('build', {
      'python -I': python('3.12.1', false, true, true),
      'python -m pip install': '',
    });
    const folder = join(temporaryDirectory, 'build-tool');
    expect(existsSync(folder)).toBe(true);
    const install = calls.find(({ words }) => words.startsWith('python -m pip'));
    expect(install?.words).toContain(`--target ${folder} build==`);
    expect(install?.options).toMatchObject({ cwd: folder, env: { A: 'b', PIP_ROOT_USER_ACTION: 'ignore' } });
    expect(line.slice(0, 3)).toEqual(['python', '-I', '-c']);
    expect(line.slice(4)).toEqual([folder, '--outdir', '/out', '/src']);
  });

  it.each([
    [false, false, 'pip and no venv'],
    [false, true, 'pip'],
    [true, false, 'venv'],
  ])('the front end is not installable with pip: %s, venv: %s', async (hasPip, hasVenv, missing) => {
    await expect(find('build', { 'python -I': python('3.12.1', false, hasPip, hasVenv) })).rejects.toThrow(
      new RegExp(`Python 3\\.12\\.1 \\("python"\\) has no ${missing}\\.`),
    );
  });

  it('a failed installation of the front end is explained', async () => {
    const failure = new EnvironmentError(coreErrors.E_EXEC_FAILED, { message: 'no index' });
    const answers = { 'python -I': python('3.12.1', false, true, true), 'python -m pip': failure };
    await expect(find('build', answers)).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      message: expect.stringContaining('no index'),
    });
  });
});
