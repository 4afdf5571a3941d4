import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runAdopt } from '../../../src/commands/adopt/run-adopt.ts';
import { token, trusted } from '../../adopt/samples.ts';
import { git, temporaryFolder, writeFiles } from '../../support/fixture-project.ts';

const path = '.github/workflows/publish.yml';

const sample = fileURLToPath(new URL('../../../sample', import.meta.url));

/** The bundled sample, without its Dockerfile, that releases with an old workflow. */
function createProject(workflow: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  cpSync(sample, folder, { recursive: true });
  rmSync(join(folder, 'Dockerfile'));
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'feat: greet');
  git(folder, 'tag', 'v1.1.0');
  writeFiles(folder, { [path]: workflow, ...files });
  for (const file of Object.keys(files)) chmodSync(join(folder, file), 0o755);
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '-m', 'feat: release by a workflow');
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo/demo.git');
  return folder;
}

async function adopt(folder: string, ...words: readonly string[]) {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const exitCode = await runAdopt([folder, ...words], {
    variables: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    ...{ write, writeError: write, signal: new AbortController().signal },
  });
  return { exitCode, output };
}

describe('slipway adopt', () => {
  it('a workflow is adopted and rehearsed, and the folder stays as it is without --apply', async () => {
    const folder = createProject(trusted);
    const patch = join(temporaryFolder(), 'adopt.patch');
    const { exitCode, output } = await adopt(folder, '--out', patch);
    expect(exitCode, output).toBe(0);
    expect(output).not.toContain('Not rehearsed');
    expect(output).toContain('demo 1.2.0');
    expect(git(folder, 'status', '--porcelain')).toBe('');
    // The patch is the same change.
    execFileSync('git', ['-C', folder, 'apply', patch]);
    const applied = readFileSync(join(folder, path), 'utf8');
    execFileSync('git', ['-C', folder, 'checkout', '--quiet', '.']);
    const second = await adopt(folder, '--apply', '--no-rehearsal');
    expect(second.exitCode, second.output).toBe(0);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(applied);
    const again = await adopt(folder, '--check');
    expect(again).toEqual({
      exitCode: 0,
      output: expect.stringContaining('is a workflow of Slipway already'),
    });
  });

  it('a release with a stored token becomes one with trusted publishing, and its own steps still run', async () => {
    const script = '#!/bin/sh\necho "own step: $*"\n';
    const folder = createProject(token, { 'translations.sh': script, 'announce.sh': script });
    const { exitCode, output } = await adopt(folder);
    expect(exitCode, output).toBe(0);
    expect(output.indexOf('Add the trusted publisher')).toBeLessThan(
      output.indexOf('revoke the upload token'),
    );
    expect(output).toContain('gh secret delete PYPI_API_TOKEN -R octo/demo');
    expect(output).not.toContain('gh secret delete CHAT_HOOK');
  });
});
