import { describe, expect, it } from 'vitest';
import { findProgram } from '../src/exec/find-program.ts';
import { type Host, signalTree } from '../src/exec/host.ts';

/** A machine of another kind that has these files. */
function createHost(platform: NodeJS.Platform, files: readonly string[] = []): Host & { sent: unknown[] } {
  const sent: unknown[] = [];
  return {
    platform,
    sent,
    // Windows looks at names without their case.
    isProgram: async (path) =>
      files.some(
        (file) => file === path || (platform === 'win32' && file.toLowerCase() === path.toLowerCase()),
      ),
    signal(pid, signal) {
      sent.push([pid, signal]);
      throw new Error('ESRCH');
    },
    endWindowsTree: (pid) => void sent.push(`tree of ${pid}`),
  };
}

describe('findProgram', () => {
  const tools = ['C:\\Git\\cmd\\git.exe', 'C:\\Git\\cmd\\npm.cmd', 'D:\\py\\python.exe', 'D:\\job\\own.COM'];
  const windows = createHost('win32', tools);
  const env = { Path: 'C:\\Git\\cmd;;D:\\py' };

  it.each([
    ['git', 'C:\\Git\\cmd\\git.exe'],
    ['python.exe', 'D:\\py\\python.exe'],
    ['.\\own.COM', 'D:\\job\\own.COM'],
    ['D:/py/python', 'D:\\py\\python.exe'],
  ])('%s is found on Windows', async (file, path) => {
    expect(await findProgram(windows, file, env, 'D:\\job')).toBe(path);
  });

  it.each(['npm', 'npm.cmd', 'C:\\Git\\cmd\\npm.cmd', 'own', ''])(
    '%j is not found on Windows, where batch files and the working folder are ignored',
    async (file) => {
      expect(await findProgram(windows, file, env, 'D:\\job')).toBeUndefined();
    },
  );

  it('a program is found in PATH without extensions or backslashes on macOS', async () => {
    const mac = createHost('darwin', ['/opt/bin/git', '/usr/bin/env']);
    expect(await findProgram(mac, 'git', { PATH: '/usr/bin:/opt/bin' }, '/job')).toBe('/opt/bin/git');
    expect(await findProgram(mac, 'env', {}, '/job')).toBe('/usr/bin/env');
    expect(await findProgram(mac, 'git', { Path: '/opt/bin' }, '/job')).toBeUndefined();
  });
});

describe('signalTree', () => {
  it.each(['linux', 'darwin'] as const)(
    'a process group receives the signal on %s, and a missing group is ignored',
    (platform) => {
      const host = createHost(platform);
      signalTree(host, 42, 'SIGTERM');
      expect(host.sent).toEqual([[-42, 'SIGTERM']]);
    },
  );

  it('a process tree on Windows is ended by taskkill', () => {
    const host = createHost('win32');
    signalTree(host, 42, 'SIGTERM');
    expect(host.sent).toEqual(['tree of 42']);
  });
});
