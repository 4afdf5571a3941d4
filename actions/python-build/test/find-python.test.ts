import { describe, expect, it } from 'vitest';
import { findPython, listPythonNames } from '../src/build/find-python.ts';
import { fakePrograms } from './programs.ts';

const answer = (version: string, isFreeThreaded?: boolean): string =>
  JSON.stringify([version.split('.').map(Number), true, true, true, true, isFreeThreaded]);
const find = (wanted: string, programs: Readonly<Record<string, string>>) =>
  findPython(
    listPythonNames(wanted),
    9,
    { ...fakePrograms(programs), environment: {}, signal: new AbortController().signal },
    wanted,
  );

describe('a Python by its version', () => {
  it('a free-threaded version is not taken from a build with the lock', async () => {
    await expect(find('3.13t', { 'python -I': answer('3.13.1', false) })).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      message: 'Input "python" is "3.13t", which was not found (python is Python 3.13.1).',
    });
    const both = { 'python -I': answer('3.13.1', false), 'python3 -I': answer('3.13.2', true) };
    expect(await find('3.13t', both)).toMatchObject({ file: 'python3', isFreeThreaded: true });
  });

  it('a version with the lock is not taken from a free-threaded build', async () => {
    await expect(find('3.13', { 'python -I': answer('3.13.1', true) })).rejects.toThrow(
      'python is Python 3.13.1, free-threaded',
    );
    expect((await find('3.13', { 'python3 -I': answer('3.13.1') })).file).toBe('python3');
  });
});
