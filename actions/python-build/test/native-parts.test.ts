import { EnvironmentError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { parseBuildIdentifier } from '@slipway/python/distribution/build-identifier';
import { describe, expect, it } from 'vitest';
import { findEngineProblem, refuseWithoutEngine } from '../src/native/container-engine.ts';
import { choosePolicy } from '../src/native/host-wheel.ts';
import { judgeLeg } from '../src/native/judge-leg.ts';
import { describeMaturinCalls, refuseForeignSystem } from '../src/native/maturin.ts';
import { chooseSystem } from '../src/native/wheel-request.ts';
import { fakePrograms } from './programs.ts';

const identifiers = (...texts: string[]) =>
  texts.map(parseBuildIdentifier).filter((each) => each !== undefined);
const wheel = (tags: string) => ({ fileName: `demo-1.0-${tags}.whl`, isPure: tags.endsWith('-any') });

describe('the wheels of a leg', () => {
  it('one wheel of a stable ABI serves several builds', () => {
    const asked = identifiers('cp39-manylinux_x86_64', 'cp313-manylinux_x86_64', 'cp314t-manylinux_x86_64');
    const built = [wheel('cp39-abi3-manylinux_2_28_x86_64'), wheel('cp314-cp314t-manylinux_2_28_x86_64')];
    expect(() => judgeLeg(built, asked)).not.toThrow();
  });

  it('a build without its wheel and a wheel without a build are named', () => {
    const asked = identifiers('cp313-manylinux_x86_64', 'cp313-musllinux_x86_64');
    const built = [wheel('cp313-cp313-manylinux_2_28_x86_64'), wheel('cp313-cp313-macosx_11_0_arm64')];
    expect(() => judgeLeg(built, asked)).toThrow(
      'no wheel was built for cp313-musllinux_x86_64; nobody asked for demo-1.0-cp313-cp313-macosx_11_0_arm64.whl',
    );
  });

  it('a wheel for every platform stops the leg', () => {
    expect(() => judgeLeg([wheel('py3-none-any')], identifiers('cp313-win32'))).toThrow(
      'The wheel works on every platform',
    );
  });

  it('a leg without any wheel is rejected when the machine chose the Pythons', () => {
    expect(() => judgeLeg([], [])).toThrow('No wheel was built');
  });
});

describe('a container engine', () => {
  const ports = (answers: Record<string, string | Error>, environment: Record<string, string> = {}) => ({
    ...fakePrograms(answers),
    environment,
    signal: new AbortController().signal,
  });

  it('the engine that the job names is asked', async () => {
    expect(await findEngineProblem(ports({ 'docker info': 'ok' }))).toBeUndefined();
    const podman = { CIBW_CONTAINER_ENGINE: 'podman; create_args: --network=host' };
    expect(await findEngineProblem(ports({ 'podman info': 'ok' }, podman))).toBeUndefined();
    expect(await findEngineProblem(ports({ 'docker info': 'ok' }, podman))).toBe('no podman');
  });

  it('a daemon that does not run is named, with the way out', async () => {
    const down = new EnvironmentError(coreErrors.E_EXEC_FAILED, { message: 'Cannot connect to the daemon.' });
    const problem = (await findEngineProblem(ports({ 'docker info': down }))) ?? '';
    const { message, hint } = refuseWithoutEngine(problem);
    expect(message).toContain('Cannot connect to the daemon.');
    expect(hint).toContain('SLIPWAY_WITHOUT_CONTAINERS');
  });
});

describe('a wheel of this machine', () => {
  const help =
    '- manylinux_2_41_x86_64\n- manylinux_2_36_x86_64\n- manylinux_2_17_x86_64 (aliased by manylinux2014_x86_64)';

  it.each([
    ['glibc 2.36', 'manylinux_2_36_x86_64'],
    ['glibc 2.37', 'manylinux_2_41_x86_64'],
    ['glibc 2.5', 'manylinux_2_17_x86_64'],
    ['glibc 2.50', undefined],
    ['', undefined],
  ])('for the C library "%s" it claims %s', (libc, tag) => {
    expect(choosePolicy(libc, help)).toBe(tag);
  });
});

describe('maturin', () => {
  const request = { archs: [], configSettings: [], output: '/out' };

  it('on Linux it links against an old glibc with zig, for the Pythons of the leg', () => {
    const legs = identifiers('cp313-manylinux_x86_64', 'cp314t-manylinux_x86_64', 'pp311-manylinux_x86_64');
    expect(describeMaturinCalls({ ...request, archs: ['aarch64'] }, 'linux', legs)).toEqual([
      [
        ...['build', '--release', '--zig', '--compatibility', 'manylinux2014'],
        ...['--target', 'aarch64-unknown-linux-gnu'],
        ...['--interpreter', 'python3.13', 'python3.14t', 'pypy3.11', '--out', '/out'],
      ],
    ]);
  });

  it('it builds for the Pythons that it finds if no leg is given', () => {
    expect(describeMaturinCalls(request, 'windows', [])).toEqual([
      ['build', '--release', '--find-interpreter', '--out', '/out'],
    ]);
  });

  it('an architecture that it cannot build and settings that it does not read are rejected', () => {
    expect(() => describeMaturinCalls({ ...request, archs: ['mips'] }, 'linux', [])).toThrow(
      '"archs" contains "mips"',
    );
    expect(() => describeMaturinCalls({ ...request, configSettings: ['a=b'] }, 'linux', [])).toThrow(
      'config-settings',
    );
  });
});

describe('a platform that maturin would not build for', () => {
  it.each(['android', 'ios', 'pyodide'])('%s needs cibuildwheel, on every machine', (system) => {
    for (const archs of [[], ['x86_64']])
      expect(() => refuseForeignSystem(system, { archs }, 'linux')).toThrow(
        `Input "platform" is "${system}", which maturin does not build for without cibuildwheel.`,
      );
  });

  it.each([
    ['windows', 'linux', 'linux'],
    ['macos', 'linux', 'linux'],
    ['linux', 'darwin', 'macos'],
    ['macos', 'win32', 'windows'],
  ] as const)('%s wheels are not taken from a runner of %s', (system, machine, own) => {
    expect(() => refuseForeignSystem(system, { archs: [] }, machine)).toThrow(
      `Input "platform" is "${system}", and this runner is ${own}: maturin would build for ${own}.`,
    );
    expect(() => refuseForeignSystem(system, { archs: ['x86_64'] }, machine)).not.toThrow();
  });

  it('the own platform of the runner is built for without further inputs', () => {
    expect(() => refuseForeignSystem('linux', { archs: [] }, 'linux')).not.toThrow();
    expect(() => refuseForeignSystem('macos', { archs: [] }, 'darwin')).not.toThrow();
  });
});

describe('the platform of the wheels', () => {
  it('the machine decides unless the input names one', () => {
    expect(chooseSystem('auto', 'darwin')).toBe('macos');
    expect(chooseSystem('auto', 'win32')).toBe('windows');
    expect(chooseSystem('pyodide', 'linux')).toBe('pyodide');
  });
});
