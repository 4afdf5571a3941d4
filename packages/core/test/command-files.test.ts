import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvFile } from '@slipway/runner/steps/env-file';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeOutput, writeState } from '../src/command-files.ts';

let path: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-commands-'));
  path = join(folder, 'file');
  writeFileSync(path, '');
  return () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  };
});

const values: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['line', 'x\nghadelimiter_\nname=value\nother<<EOF\nEOF\n'],
  ['percent', '100%25 %0A'],
  ['command', '::error::x'],
  ['return', 'a\r\nb\r'],
];

describe.each([
  ['writeOutput', 'GITHUB_OUTPUT', writeOutput],
  ['writeState', 'GITHUB_STATE', writeState],
] as const)('%s', (_what, variable, write) => {
  it('a written value is read back unchanged by the runner', () => {
    vi.stubEnv(variable, path);
    for (const [name, value] of values) write(name, value);
    expect([...parseEnvFile(readFileSync(path, 'utf8'))]).toEqual(values);
  });

  it.each([
    ['is not set', ''],
    ['which does not exist', '/no/such/file'],
  ])('a write fails and prints nothing when the variable %s', (message, file) => {
    vi.stubEnv(variable, file);
    const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    let refusal: unknown;
    try {
      write('greeting', 'hello');
    } catch (cause) {
      refusal = cause;
    }
    const printed = print.mock.calls.length;
    print.mockRestore();
    expect(refusal).toMatchObject({ code: 'E_NOT_IN_JOB', message: expect.stringContaining(message) });
    expect(printed).toBe(0);
  });
});
