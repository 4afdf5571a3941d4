import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCibuildwheel } from '../src/native/cibuildwheel.ts';
import type { WheelRequest } from '../src/native/wheel-request.ts';
import { fakePrograms } from './programs.ts';

const python = JSON.stringify([[3, 12, 1], false, true, true]);
const identifiers = 'cp313-manylinux_x86_64\ncp314t-manylinux_x86_64\n';

/** Runs the calls of cibuildwheel against a stand-in that records them. */
async function record(
  given: Partial<WheelRequest> = {},
  {
    environment = {},
    configured = [],
    listed = identifiers,
  }: {
    readonly environment?: Record<string, string>;
    readonly configured?: readonly string[];
    readonly listed?: string;
  } = {},
) {
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'cibuildwheel-'));
  onTestFinished(() => rm(temporaryDirectory, { recursive: true, force: true }));
  const { exec, calls } = fakePrograms({
    'python -I -c import importlib': python,
    'python -m pip install': '',
    'python -I -c import sys; sys.path.insert': listed,
  });
  const request: WheelRequest = {
    ...{
      platform: 'auto',
      archs: [],
      legs: [],
      python: undefined,
      source: '/src',
      configSettings: [],
      passed: [],
    },
    output: join(temporaryDirectory, 'wheels'),
    ...given,
  };
  const ports = {
    ...{ exec, log: createMemoryLog(), signal: new AbortController().signal, temporaryDirectory },
    ...{ environment, machine: 'linux' as const },
  };
  const found = await runCibuildwheel(request, configured, ports);
  const [, listing, build] = calls.filter(({ words }) => /pip install|cibuildwheel\.__main__/.test(words));
  const after = (words = ''): string =>
    words.slice(words.indexOf('--p')).replaceAll(temporaryDirectory, 'TMP');
  return {
    found: found.map(({ text }) => text),
    listing: after(listing?.words),
    build: after(build?.words),
    variables: build?.options?.env ?? {},
    cwd: build?.options?.cwd,
    install: calls.find(({ words }) => words.includes('pip install'))?.words ?? '',
  };
}

describe('cibuildwheel', () => {
  it('its builds are listed and then made with the same arguments, in the folder of the sources', async () => {
    const { found, listing, build, cwd } = await record({ platform: 'linux', archs: ['x86_64', 'aarch64'] });
    expect(build).toBe('--platform linux --archs x86_64,aarch64 --output-dir TMP/wheels /src');
    expect(listing).toBe(`--print-build-identifiers ${build}`);
    expect(cwd).toBe('/src');
    expect(found).toEqual(['cp313-manylinux_x86_64', 'cp314t-manylinux_x86_64']);
  });

  it('it is installed in one exact version, and so is all that it requires', async () => {
    const { install } = await record();
    const [, requirements = ''] = /--target \S+ (.*)$/.exec(install) ?? [];
    const pins = requirements.split(/ (?=[a-z-]+==)/);
    expect(pins[0]).toMatch(/^cibuildwheel==\d/);
    expect(pins.every((pin) => /^[a-z-]+==[\w.]+(?: ; .*)?$/.test(pin))).toBe(true);
  });

  it('the leg and the settings of the backend become its variables', async () => {
    const { variables } = await record({
      legs: ['cp313-*', 'cp314t-manylinux_x86_64'],
      configSettings: ['setup-args=-Dblas=none', "name=it's here"],
    });
    expect(variables['CIBW_BUILD']).toBe('cp313-* cp314t-manylinux_x86_64');
    expect(variables['CIBW_CONFIG_SETTINGS']).toBe(`setup-args=-Dblas=none 'name=it'"'"'s here'`);
  });

  it('the container gets what the job passes on purpose, index settings, and what the project names', async () => {
    const environment = { PATH: '/bin', PIP_INDEX_URL: 'https://index.example/simple', CIBW_SKIP: 'pp*' };
    const { variables } = await record({ passed: ['DEMO'] }, { environment, configured: ['OWN'] });
    expect(variables).toMatchObject({ ...environment, CI: 'true' });
    expect(variables['CIBW_ENVIRONMENT_PASS_LINUX']).toBe('OWN PIP_INDEX_URL DEMO');
    expect(variables).not.toHaveProperty('GITHUB_ACTIONS');
    const set = await record({}, { environment: { CIBW_ENVIRONMENT_PASS: 'A B' }, configured: ['OWN'] });
    expect(set.variables['CIBW_ENVIRONMENT_PASS_LINUX']).toBe('A B');
  });

  it('its own configuration decides if no leg is given', async () => {
    const { variables } = await record();
    expect(Object.keys(variables).filter((name) => name.startsWith('CIBW_'))).toEqual([]);
  });

  it.each([
    ['selects no build', '\n'],
    ['selects unknown builds (cp313-plan9)', 'cp313-win32\ncp313-plan9\n'],
  ])('a leg that %s is rejected', async (words, listed) => {
    await expect(record({ legs: ['cp1*'] }, { listed })).rejects.toMatchObject({
      code: 'E_BUILD_FAILED',
      message: expect.stringContaining(words),
    });
  });
});
