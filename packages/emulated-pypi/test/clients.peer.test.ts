import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JobCredentials } from '@slipway/emulated-github/jobs/identity';
import { jobIdentity } from '@slipway/testkit/job-identity';
import { runChild } from '@slipway/testkit/run-child';
import { temporaryDirectory } from '@slipway/testkit/temporary-directory';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './distributions.ts';
import { openPypiWorld, type PypiWorld } from './world.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined)
  console.log('not shown: PyPI against twine, uv and pip (SLIPWAY_PYTHON_PEERS is not set)');
// The library twine asks GitHub for an ID token with knows no proxy, and a world is reached through one.
console.log('not shown: trusted publishing of twine (its ID-token client does not use the proxy variables)');
const poetry = process.env['SLIPWAY_POETRY'];
if (poetry === undefined) console.log('not shown: publishing by poetry (SLIPWAY_POETRY is not set)');
const program = (name: string): string => join(dirname(python ?? ''), name);
const both = ['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0.tar.gz'];

async function dist(): Promise<string> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, both[0] ?? ''), wheel());
  await writeFile(join(directory, both[1] ?? ''), sdist());
  return directory;
}

async function run(of: PypiWorld, name: string, args: readonly string[], more: Record<string, string> = {}) {
  const home = await temporaryDirectory();
  const environment = {
    ...of.world.env,
    HOME: home,
    UV_NO_CONFIG: '1',
    UV_CACHE_DIR: join(home, 'uv'),
    ...more,
  };
  const { exitCode, stdout, stderr } = await runChild(program(name), args, environment, home);
  return { exitCode, output: `${stdout}\n${stderr}` };
}

/** What a runner sets for a job with `id-token: write`. */
function jobEnvironment(job: JobCredentials): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: job.idTokenRequestUrl ?? '',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: job.idTokenRequestToken ?? '',
  };
}

const names = (of: PypiWorld) =>
  of.pypi
    .listFiles()
    .map(({ filename }) => filename)
    .sort();

async function prepared() {
  const of = await openPypiWorld();
  const directory = await dist();
  const files = both.map((name) => join(directory, name));
  return { of, files, url: `${of.upload}/legacy/` };
}

describe.skipIf(python === undefined)('uploads by real clients', () => {
  it('twine uploads twice with the same bytes and fails with different bytes', async () => {
    const { of, files, url } = await prepared();
    const token = of.pypi.addToken('alice');
    const args = ['upload', '--non-interactive', '--repository-url', url, '-u', '__token__', '-p', token];
    for (const _time of [1, 2]) {
      const { exitCode, output } = await run(of, 'twine', [...args, ...files]);
      expect([exitCode, output]).toEqual([0, output]);
    }
    expect(names(of)).toEqual(both);
    expect(of.pypi.listFiles()[0]?.uploadedVia).toMatch(/^twine\//);
    await writeFile(files[0] ?? '', wheel('1.2.0', [{ name: 'demo/other.py', text: '' }]));
    const other = await run(of, 'twine', [...args, ...files.slice(0, 1)]);
    expect(other.exitCode).toBe(1);
    expect(other.output.replaceAll(/\s+/g, ' ')).toContain('File already exists');
  });

  it('uv uploads with a token and with trusted publishing', async () => {
    for (const way of ['token', 'trusted'] as const) {
      const { of, files, url } = await prepared();
      const job = of.world.tokens.issueJob(jobIdentity());
      const args =
        way === 'token' ? ['--token', of.pypi.addToken('alice')] : ['--trusted-publishing', 'always'];
      const environment = way === 'token' ? {} : jobEnvironment(job);
      const call = ['publish', '--publish-url', url, ...args, ...files];
      const { exitCode, output } = await run(of, 'uv', call, environment);
      expect([exitCode, output]).toEqual([0, output]);
      expect(names(of)).toEqual(both);
    }
  });

  it.skipIf(poetry === undefined)('poetry uploads with a token', async () => {
    const { of } = await prepared();
    const project = await temporaryDirectory();
    await mkdir(join(project, 'dist'));
    await writeFile(join(project, 'dist', both[0] ?? ''), wheel());
    await writeFile(join(project, 'dist', both[1] ?? ''), sdist());
    await writeFile(join(project, 'pyproject.toml'), '[project]\nname = "demo"\nversion = "1.2.0"\n');
    const token = of.pypi.addToken('alice');
    const args = ['publish', '--no-interaction', '-C', project, '-u', '__token__', '-p', token];
    const { exitCode, output } = await run(of, 'poetry', args);
    expect([exitCode, output]).toEqual([0, output]);
    expect(names(of)).toEqual(both);
  });
});

describe.skipIf(python === undefined)('installations by real clients', () => {
  const installed = async (directory: string) => readFile(join(directory, 'demo/__init__.py'), 'utf8');

  async function published() {
    const { of, files, url } = await prepared();
    const token = of.pypi.addToken('alice');
    const args = ['upload', '--repository-url', url, '-u', '__token__', '-p', token, ...files];
    expect((await run(of, 'twine', args)).exitCode).toBe(0);
    return of;
  }

  it('pip installs from the index, its metadata and its file', async () => {
    const of = await published();
    const target = await temporaryDirectory();
    const args = [
      'install',
      '--no-cache-dir',
      '--disable-pip-version-check',
      '--target',
      target,
      'demo==1.2.0',
    ];
    const { exitCode, output } = await run(of, 'pip', args);
    expect([exitCode, output]).toEqual([0, output]);
    expect(await installed(target)).toBe('__version__ = "1.2.0"\n');
    const paths = of.world.journal.entries.map(({ path, status }) => `${status} ${path.replace(/.*\//, '')}`);
    expect(paths).toContain('200 demo-1.2.0-py3-none-any.whl.metadata');
  });

  it('uv installs from the index, its metadata and its file', async () => {
    const of = await published();
    const target = await temporaryDirectory();
    const args = ['pip', 'install', '--python', python ?? '', '--target', target, 'demo==1.2.0'];
    const { exitCode, output } = await run(of, 'uv', args);
    expect([exitCode, output]).toEqual([0, output]);
    expect(await installed(target)).toBe('__version__ = "1.2.0"\n');
  });
});
