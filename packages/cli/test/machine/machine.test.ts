import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectMachine, readPipSettings } from '../../src/machine/machine.ts';
import { createPrograms } from '../../src/machine/programs.ts';
import { temporaryFolder } from '../support/fixture-project.ts';

const run = createPrograms(new AbortController().signal);

/** A folder for PATH with a Python that prints `answer`, and nothing else. */
function createPath(answer: string): string {
  const bin = temporaryFolder();
  writeFileSync(join(bin, 'python3'), `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(join(bin, 'python3'), 0o755);
  return bin;
}

describe('the machine', () => {
  it('the index settings of pip are read, and the strongest one wins', () => {
    const list = [
      ":env:.index-url='https://env.example/simple'",
      "global.index-url='https://global.example/simple'",
      "global.trusted-host='a\\nb'",
      "install.index-url='https://install.example/simple'",
    ].join('\n');
    expect(Object.fromEntries(readPipSettings(list))).toEqual({
      'index-url': 'https://env.example/simple',
      'trusted-host': 'a b',
    });
  });

  it('the index settings are passed on, but neither proxy nor certificates', async () => {
    const variables = {
      PATH: process.env['PATH'],
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: 'https://index.example:8443/simple',
      PIP_PROXY: 'http://proxy.example:3128',
    };
    const machine = await inspectMachine(run, variables, temporaryFolder());
    expect(machine.indexVariables).toEqual({ PIP_INDEX_URL: 'https://index.example:8443/simple' });
    expect(machine.indexHosts).toContain('index.example:8443');
    expect(machine.userVariables['HTTPS_PROXY']).toBe('http://proxy.example:3128');
  });

  it.each([
    ['{"version": "3.8.1", "info": [3, 8], "missing": []}', /"python3" is 3\.8\.1/],
    ['{"version": "3.12.1", "info": [3, 12], "missing": ["ensurepip"]}', /has no ensurepip/],
  ])('a machine is rejected if its Python is %s', async (answer, message) => {
    await expect(inspectMachine(run, { PATH: createPath(answer) }, temporaryFolder())).rejects.toMatchObject({
      code: 'E_TOOL_MISSING',
      blame: 'environment',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('a machine without git is rejected', async () => {
    const answer = '{"version": "3.12.1", "info": [3, 12], "missing": []}';
    await expect(inspectMachine(run, { PATH: createPath(answer) }, temporaryFolder())).rejects.toThrow(
      /requires git/,
    );
  });
});
