import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { namespace, openReaderWorld, type ReaderWorld } from './reader-world.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
const uv = process.env['SLIPWAY_UV'];
const poetry = process.env['SLIPWAY_POETRY'];
if (python === undefined)
  console.log('not shown: pip with "slipway download" and "slipway serve" (SLIPWAY_PYTHON_PEERS is not set)');
if (uv === undefined) console.log('not shown: uv with "slipway serve" (SLIPWAY_UV is not set)');
if (poetry === undefined) console.log('not shown: poetry with "slipway serve" (SLIPWAY_POETRY is not set)');

/** Runs a program in the world, where no host but the registry answers. */
function run(
  of: ReaderWorld,
  [file = '', ...args]: readonly string[],
  cwd: string,
): Promise<{ readonly exitCode: number | null; readonly output: string }> {
  const home = of.folder();
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...of.world.env,
    HOME: home,
    UV_CACHE_DIR: join(home, 'uv'),
    UV_NO_CONFIG: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    POETRY_VIRTUALENVS_IN_PROJECT: 'true',
    POETRY_KEYRING_ENABLED: 'false',
  };
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += String(chunk);
      });
    child.once('error', fail).once('close', (exitCode) => done({ exitCode, output }));
  });
}

const headers = ['Requires-Python: >=3.9'];
const metadataOf = (version: string): string =>
  `Metadata-Version: 2.4\nName: demo\nVersion: ${version}\nSummary: A demo\nDescription-Content-Type: text/markdown\nRequires-Python: >=3.9\n\n# demo\n`;

function release(version: string) {
  const metadataSha256 = createHash('sha256').update(metadataOf(version)).digest('hex');
  return [
    { ...wheel({ version, headers }), requiresPython: '>=3.9', metadataSha256 },
    { ...sdist({ version, headers }), requiresPython: '>=3.9' },
  ];
}

/** Three versions, the highest of which is for no Python that is there; private, so that the token is needed. */
async function openReleases(): Promise<{ of: ReaderWorld; variables: { GITHUB_TOKEN: string } }> {
  const of = await openReaderWorld();
  await of.publish('demo', '1.2.0', release('1.2.0'));
  await of.publish('demo', '1.3.0', release('1.3.0'));
  const future = wheel({ version: '9.0', headers: ['Requires-Python: >=9'] });
  await of.publish('demo', '9.0', [{ ...future, requiresPython: '>=9' }]);
  return { of, variables: { GITHUB_TOKEN: of.readToken() } };
}

const installed = (target: string): string[] =>
  readdirSync(target).filter((name) => name.endsWith('.dist-info'));

describe.skipIf(python === undefined)('pip', () => {
  const pip = [python ?? '', '-m', 'pip'];

  it('the client installs from the folder of "slipway download"', async () => {
    const { of, variables } = await openReleases();
    const directory = of.folder();
    const words = ['download', 'demo==1.2.0', '--namespace', namespace, '--directory', directory];
    const { exitCode, output } = await of.run(words, variables);
    expect(exitCode, output).toBe(0);
    const target = of.folder();
    const args = ['install', '--no-index', '--find-links', directory, '--target', target, 'demo==1.2.0'];
    const result = await run(of, [...pip, ...args], of.folder());
    expect(result.exitCode, result.output).toBe(0);
    expect(installed(target)).toEqual(['demo-1.2.0.dist-info']);
  });

  it('the client resolves through "slipway serve" by requires-python and checks digests', async () => {
    const { of, variables } = await openReleases();
    const url = await of.serve([], variables);
    const target = of.folder();
    const wheelBytes = wheel({ version: '1.3.0', headers }).bytes;
    const requirements = join(of.folder(), 'requirements.txt');
    const hash = createHash('sha256').update(wheelBytes).digest('hex');
    writeFileSync(requirements, `demo==1.3.0 --hash=sha256:${hash}\n`);
    const args = ['install', '--index-url', url, '--target', target];
    const pinned = await run(of, [...pip, ...args, '--require-hashes', '-r', requirements], of.folder());
    expect(pinned.exitCode, pinned.output).toBe(0);
    const free = await run(of, [...pip, ...args, '--upgrade', '-v', 'demo'], of.folder());
    expect(free.exitCode, free.output).toBe(0);
    expect(free.output).toContain('.whl.metadata');
    expect(installed(target)).toEqual(['demo-1.3.0.dist-info']);
  });
});

describe.skipIf(python === undefined || uv === undefined)('uv', () => {
  it('the client resolves through "slipway serve" and respects the upload time', async () => {
    const { of, variables } = await openReleases();
    const url = await of.serve([], variables);
    const install = async (...more: string[]) => {
      const target = of.folder();
      const base = [uv ?? '', 'pip', 'install', '--python', python ?? '', '--target', target];
      const result = await run(of, [...base, '--index-url', url, ...more, 'demo'], of.folder());
      return { ...result, installed: installed(target) };
    };
    const result = await install();
    expect(result.installed, result.output).toEqual(['demo-1.3.0.dist-info']);
    const before = await install('--exclude-newer', '2026-01-01T00:00:00Z');
    expect(before.installed, before.output).toEqual([]);
    const after = await install('--exclude-newer', '2026-02-01T00:00:00Z');
    expect(after.installed, after.output).toEqual(['demo-1.3.0.dist-info']);
  });
});

describe.skipIf(poetry === undefined)('poetry', () => {
  it('locks and installs through "slipway serve"', async () => {
    const { of, variables } = await openReleases();
    const url = await of.serve([], variables);
    const project = of.folder();
    writeFileSync(
      join(project, 'pyproject.toml'),
      `[tool.poetry]\nname = "user"\nversion = "0"\ndescription = ""\nauthors = []\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = ">=3.9,<4"\ndemo = "*"\n\n[[tool.poetry.source]]\nname = "packages"\nurl = "${url}"\npriority = "primary"\n`,
    );
    const result = await run(of, [poetry ?? '', 'install', '--no-interaction'], project);
    expect(result.exitCode, result.output).toBe(0);
    const lock = readFileSync(join(project, 'poetry.lock'), 'utf8');
    expect(lock).toContain('version = "1.3.0"');
    expect(lock).toContain(
      createHash('sha256')
        .update(wheel({ version: '1.3.0', headers }).bytes)
        .digest('hex'),
    );
  });
});
