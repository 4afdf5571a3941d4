import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import { createGitHub } from '@slipway/emulated-github/github';
import type { RepositoryOptions } from '@slipway/emulated-github/repository';
import { createPypi } from '@slipway/emulated-pypi/pypi';
import { openWorld } from '@slipway/testkit/world';
import { describe, expect, it } from 'vitest';
import { createFixtureProject, git, temporaryFolder } from '../../support/fixture-project.ts';

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const reference = readFileSync(join(slipwayDirectory, '.github/workflows/release.yml'), 'utf8');

/** A world that hosts a project with the reference workflow, and the folder of that project. */
async function openSetting(options: Partial<RepositoryOptions> = {}) {
  const folder = createFixtureProject({ '.github/workflows/release.yml': reference });
  git(folder, 'rm', '--quiet', '.github/workflows/fixture.yml');
  git(folder, 'commit', '--quiet', '-m', 'chore: one workflow');
  git(folder, 'tag', 'v1.0.0');
  git(folder, 'remote', 'add', 'origin', 'https://github.com/octo/demo.git');
  const world = await openWorld({
    async services({ tokens, directory, now, idTokens }) {
      const github = await createGitHub({ directory: join(directory, 'github'), tokens });
      await github.createRepository({
        ...{ fullName: 'octo/demo', from: folder, administrators: ['octo'] },
        environments: [{ name: 'pypi', policies: [{ name: 'v*', type: 'tag' }] }],
        ...options,
      });
      const pypi = createPypi({
        ...{ site: 'pypi', directory, now, attestationVerifier: undefined as never },
        loadKeySet: () => Promise.reject(new Error(`not used: ${idTokens.name}`)),
      });
      return { services: [github.service, pypi.service], handles: {} };
    },
  });
  const run = async (words: readonly string[], token = '') => {
    const json = join(temporaryFolder(), 'doctor.json');
    const child = spawn(process.execPath, [main, 'doctor', folder, '--json', json, ...words], {
      env: { PATH: '/usr/bin:/bin', ...world.env, ...(token === '' ? {} : { GH_TOKEN: token }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, result] = ['', ''];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8');
        if (stream === child.stdout) result += chunk.toString('utf8');
      });
    const exitCode = await new Promise<number | null>((done) => child.on('close', done));
    const read = (): { checks: { id: string; state: string; seen: string }[] } =>
      JSON.parse(readFileSync(json, 'utf8')) as never;
    const stateOf = (id: string): string | undefined => read().checks.find((each) => each.id === id)?.state;
    return { exitCode, output, result, read, stateOf };
  };
  return { folder, world, run };
}

describe('slipway doctor', () => {
  it('an administrator sees every setting, and the recording has the same result', async () => {
    const { world, run } = await openSetting({ immutableReleases: true });
    const token = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const file = join(temporaryFolder(), 'settings.json');
    const live = await run(['--record', file], token);
    expect(live.exitCode, live.output).toBe(0);
    expect(live.stateOf('GH06')).toBe('ok');
    expect(live.stateOf('GH10')).toBe('ok');
    expect(live.stateOf('GH11')).toBe('ok');
    expect(live.stateOf('PY02')).toBe('ok');
    const recorded = await run(['--settings', file]);
    expect(recorded.exitCode, recorded.output).toBe(0);
    expect(recorded.read().checks).toEqual(live.read().checks);
    expect(JSON.stringify(readFileSync(file, 'utf8'))).not.toContain(token);
  });

  it('a job and a stranger see the public half, and "strict" tells what is hidden', async () => {
    const { world, run } = await openSetting();
    const stranger = world.tokens.issuePersonal({ login: 'else', scopes: ['repo'] });
    for (const token of ['', stranger]) {
      const result = await run([], token);
      expect(result.exitCode, result.output).toBe(0);
      expect(result.stateOf('GH06'), result.output).toBe('ok');
      for (const id of ['GH02', 'GH10', 'GH11']) expect(result.stateOf(id), id).toBe('unseen');
    }
    expect((await run(['--strict'], stranger)).exitCode).toBe(4);
  });

  it('faults are found, accepted with a reason, and fixed by a script', async () => {
    const { world, run } = await openSetting({
      environments: [{ name: 'pypi', policies: [{ name: 'v*', type: 'branch' }] }],
      secrets: { repository: ['PYPI_TOKEN'] },
    });
    const token = world.tokens.issuePersonal({ login: 'octo', scopes: ['repo'] });
    const result = await run([], token);
    expect(result.exitCode, result.output).toBe(1);
    expect(result.output).toContain('Tag "v1.0.0" is not allowed to deploy to pypi');
    expect(result.output).toContain('PYPI_TOKEN is a secret of the repository.');
    const accepted = await run(['--skip', 'GH06=tried', '--skip', 'GH11=revoked'], token);
    expect(accepted.exitCode, accepted.output).toBe(0);
    const { output, result: script } = await run(['--fix', '--only', 'GH06,GH11'], token);
    expect(script.startsWith('#!/usr/bin/env bash\n'), script).toBe(true);
    expect(output).toContain(
      "gh api repos/octo/demo/environments/pypi/deployment-branch-policies -f 'name=v*' -f type=tag\n",
    );
    expect(output).toContain('gh secret delete PYPI_TOKEN -R octo/demo\n');
  });

  it('a token that GitHub rejects, a wrong option and a wrong file have exit codes of their own', async () => {
    const { run } = await openSetting();
    expect((await run([], 'ghp_wrong')).exitCode).toBe(3);
    expect((await run(['--skip', 'GH06'])).exitCode).toBe(2);
    const file = join(temporaryFolder(), 'settings.json');
    writeFileSync(file, '{"GET /repos/octo/demo": {"private": 1}}');
    const result = await run(['--settings', file]);
    expect([result.exitCode, result.output]).toEqual([2, expect.stringContaining('E_SETTINGS_INVALID')]);
  });
});
