import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { smokeTest } from '../src/checks/smoke-test.ts';
import { distribution } from './distributions.ts';
import { fakePrograms } from './programs.ts';

const wheel = distribution('demo-1.0-py3-none-any.whl', {
  metadata: { fields: [['requires-python', '>=3.10']], description: undefined },
});
const failure = (message: string) => new EnvironmentError(coreErrors.E_EXEC_FAILED, { message });

/** A Python on PATH. @param fits whether its pip would install the wheel */
const python = (name: string, version: string, fits: boolean, hasEnsurepip = true) => ({
  [`${name} -I -c import importlib.util`]: JSON.stringify([
    ...[version.split('.').map(Number), false, true, true],
    ...[hasEnsurepip, false],
  ]),
  [`${name} -I -c import json, sys`]: JSON.stringify(fits ? [wheel.fileName] : []),
  [`${name} -I -m venv`]: '',
});

async function test(programs: Readonly<Record<string, string | Error>>, wanted?: string) {
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'smoke-test-'));
  onTestFinished(() => rm(temporaryDirectory, { recursive: true, force: true }));
  const { exec, calls } = fakePrograms({ [temporaryDirectory]: '', ...programs });
  const log = createMemoryLog();
  const { signal } = new AbortController();
  await smokeTest([wheel], wanted, { exec, log, signal, environment: {}, temporaryDirectory });
  return { calls: calls.map(({ words }) => words), last: log.lines.at(-1), temporaryDirectory };
}

describe('the Pythons of a smoke test', () => {
  it('the oldest and the newest that can install the wheel are used, not those of PATH', async () => {
    const { calls, last } = await test({
      ...python('python3.9', '3.9.2', false),
      ...python('python3.10', '3.10.1', true),
      ...python('python3.12', '3.12.1', true),
      ...python('python3.13', '3.13.1', true),
      ...python('python3.14', '3.14.0', false),
    });
    expect(last).toContain('works in a clean environment with Python 3.10.1 and 3.13.1.');
    expect(calls.filter((words) => words.includes('-m venv')).map((words) => words.split(' ')[0])).toEqual([
      'python3.10',
      'python3.13',
    ]);
  });

  it('each is asked with the file name and the Requires-Python of the wheel', async () => {
    const { calls } = await test(python('python3', '3.12.1', true));
    const asked = calls.find((words) => words.startsWith('python3 -I -c import json, sys'));
    expect(asked?.endsWith(`[["${wheel.fileName}",">=3.10"]]`)).toBe(true);
  });

  it('one that fits is used once', async () => {
    const { last } = await test({
      ...python('python3', '3.12.1', true),
      ...python('python3.12', '3.12.1', true),
    });
    expect(last).toContain('with Python 3.12.1.');
  });

  it('a different version does not stand in for the one of the input', async () => {
    const { last, calls } = await test(python('python', '3.11.4', true), '3.12');
    expect(last).toBe(
      'notice: The wheels were not tested: no Python "3.12" on this machine that has pip, venv and ensurepip can install one of them.',
    );
    expect(calls.some((words) => words.includes('-m venv'))).toBe(false);
    const named = await test(python('python3.12', '3.12.1', true), '3.12');
    expect(named.last).toContain('with Python 3.12.1.');
  });

  it('one without ensurepip is skipped', async () => {
    const { last } = await test({
      ...python('python3.11', '3.11.2', true, false),
      ...python('python3.13', '3.13.1', true),
    });
    expect(last).toContain('with Python 3.13.1.');
    expect((await test(python('python3.11', '3.11.2', true, false))).last).toContain('were not tested');
  });
});

describe('the error of a smoke test', () => {
  it('an environment that cannot be created does not blame the wheel', async () => {
    const broken = { ...python('python3', '3.12.1', true), 'python3 -I -m venv': failure('No space left.') };
    await expect(test(broken)).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      message: 'Python 3.12.1 ("python3") cannot create a virtual environment: No space left.',
    });
  });

  it('a wheel that cannot be imported is named with the Python', async () => {
    const temporaryDirectory = await mkdtemp(join(tmpdir(), 'smoke-test-'));
    onTestFinished(() => rm(temporaryDirectory, { recursive: true, force: true }));
    const { exec } = fakePrograms({
      ...python('python3', '3.12.1', true),
      [`${join(temporaryDirectory, 'smoke-3.12.1/venv')}`]: failure('ModuleNotFoundError: numpy'),
    });
    const { signal } = new AbortController();
    const ports = { exec, log: createMemoryLog(), signal, environment: {}, temporaryDirectory };
    await expect(smokeTest([wheel], undefined, ports)).rejects.toMatchObject({
      code: 'E_SMOKE_TEST',
      message: `${wheel.fileName} does not work with Python 3.12.1 in a clean environment: ModuleNotFoundError: numpy.`,
    });
  });
});
