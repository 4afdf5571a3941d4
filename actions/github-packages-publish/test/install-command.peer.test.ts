import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { legacyPassword, startLegacyIndex } from './support/legacy-index.ts';
import { errorOf, openPackagesWorld, type PackagesWorld } from './support/packages-world.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: the printed install commands by curl and pip (SLIPWAY_PYTHON_PEERS is not set)');
const oras = process.env['SLIPWAY_ORAS'];
if (oras === undefined) console.log('not shown: the printed commands by oras (SLIPWAY_ORAS is not set)');

/** Runs a printed command as a user does, in a new environment; the registry is all there is of the network. */
function runCommand(of: PackagesWorld, command: string): Promise<{ exitCode: number; output: string }> {
  const home = mkdtempSync(join(of.directory, 'user-'));
  execFileSync(python ?? '', ['-m', 'venv', join(home, 'venv')]);
  const bin = join(home, 'venv', 'bin');
  const env = {
    ...of.world.env,
    HOME: home,
    PATH: [bin, ...(oras === undefined ? [] : [dirname(oras)]), process.env['PATH'] ?? ''].join(delimiter),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  };
  return new Promise((done) => {
    const script = `${command} && python -c 'import demo; print("version", demo.__version__)'`;
    execFile('/bin/sh', ['-c', script], { cwd: home, env }, (error, stdout, stderr) =>
      done({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` }),
    );
  });
}

describe.skipIf(python === undefined)('install command', () => {
  it('a public package is installed with curl and pip, and different bytes are rejected', async () => {
    const of = await openPackagesWorld();
    of.registry.behave({ firstVisibility: 'public' });
    const run = await of.run();
    expect(errorOf(run)).toBe('');
    const command = run.outputs['install-command'] ?? '';
    const installed = await runCommand(of, command);
    expect(installed.output).toContain('version 1.2.0');
    of.world.gateway.faults.add({
      on: { host: 'pkg-containers.githubusercontent.com', times: Number.POSITIVE_INFINITY },
      effect: { kind: 'status', status: 200, body: 'other bytes' },
    });
    const other = await runCommand(of, command);
    expect(other.exitCode, other.output).not.toBe(0);
    expect(other.output).not.toContain('version');
  });

  it.skipIf(oras === undefined)(
    'a private package is installed with oras and pip after the printed login',
    async () => {
      const of = await openPackagesWorld();
      const run = await of.run();
      expect(run.outputs['visibility']).toBe('private');
      const command = run.outputs['install-command'] ?? '';
      const token = of.world.tokens.issuePersonal({ login: 'Octo', scopes: ['read:packages'] });
      const login = `echo ${token} | oras login ghcr.io -u octo --password-stdin`;
      const installed = await runCommand(of, `${login} && ${command}`);
      expect(installed.output).toContain('version 1.2.0');
      expect((await runCommand(of, command)).exitCode).not.toBe(0);
    },
  );

  it.skipIf(oras === undefined)('the matching wheel of several is installed with oras and pip', async () => {
    const of = await openPackagesWorld();
    of.registry.behave({ firstVisibility: 'public' });
    const folder = join(of.directory, 'wheels');
    for (const tags of ['py3-none-manylinux_2_17_x86_64', 'py3-none-win_amd64'])
      of.add(wheel({ tags }), folder);
    of.add(sdist(), folder);
    const run = await of.run({ folder });
    expect(errorOf(run)).toBe('');
    const installed = await runCommand(of, run.outputs['install-command'] ?? '');
    expect(installed.output).toContain('version 1.2.0');
  });

  it('a package is installed from an index with pip', async () => {
    const of = await openPackagesWorld();
    const index = await startLegacyIndex();
    const run = await of.run({
      inputs: {
        mode: 'index',
        'repository-url': index.uploadUrl,
        'index-url': index.indexUrl,
        user: 'publisher',
        password: legacyPassword,
      },
    });
    expect(errorOf(run)).toBe('');
    const installed = await runCommand(of, run.outputs['install-command'] ?? '');
    expect(installed.output).toContain('version 1.2.0');
  });
});
