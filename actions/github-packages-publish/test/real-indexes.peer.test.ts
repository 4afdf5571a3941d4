import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { startLegacyIndex } from './support/legacy-index.ts';
import { errorOf, openPackagesWorld, type PackagesWorld, type Run } from './support/packages-world.ts';
import { runProgram } from './support/processes.ts';
import {
  basic,
  type PypiserverOptions,
  type RealIndex,
  startDevpi,
  startPypiserver,
  uploadBlindly,
} from './support/real-indexes.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';
const devpi = process.env['SLIPWAY_DEVPI'] ?? '';
const uv = process.env['SLIPWAY_UV'] ?? '';
const poetry = process.env['SLIPWAY_POETRY'] ?? '';
const hasPypiserver = python !== '' && spawnSync(python, ['-c', 'import pypiserver, passlib']).status === 0;
const notShown: [boolean, string][] = [
  [hasPypiserver, 'mode "index" against pypiserver (it is not in the environment of SLIPWAY_PYTHON_PEERS)'],
  [devpi !== '', 'mode "index" against devpi-server (SLIPWAY_DEVPI is not set)'],
  [uv !== '', 'installing by uv from the real indexes (SLIPWAY_UV is not set)'],
  [poetry !== '', 'installing by poetry from the real indexes (SLIPWAY_POETRY is not set)'],
];
for (const [isThere, what] of notShown) if (!isThere) console.log(`not shown: ${what}`);

const other = wheel({ module: '# other\n' });

function publish(of: PackagesWorld, index: RealIndex, inputs: Record<string, string> = {}): Promise<Run> {
  const { uploadUrl, indexUrl, user, password } = index;
  return of.run({
    inputs: {
      mode: 'index',
      'repository-url': uploadUrl,
      'index-url': indexUrl,
      user,
      password,
      'wait-minutes': '1',
      ...inputs,
    },
  });
}

const statesOf = (run: Run): (string | undefined)[] =>
  (JSON.parse(run.outputs['files'] ?? '[]') as { state?: string }[]).map(({ state }) => state);
const uploadsTo = ({ journal }: RealIndex): number[] =>
  journal.filter(({ method }) => method === 'POST').map(({ status }) => status);

/** The bytes of a file as the index serves them now. */
async function download(index: RealIndex, name: string): Promise<Buffer | undefined> {
  const headers = { authorization: basic, accept: 'text/html' };
  const page = await (await fetch(`${index.indexUrl}demo/`, { headers })).text();
  const [, href] = new RegExp(`href="([^"]*/${name.replaceAll('.', '\\.')}[^"]*)"`).exec(page) ?? [];
  if (href === undefined) return undefined;
  const response = await fetch(new URL(href, `${index.indexUrl}demo/`), {
    headers: { authorization: basic },
  });
  return Buffer.from(await response.arrayBuffer());
}

async function showPublication(of: PackagesWorld, index: RealIndex): Promise<Run> {
  const first = await publish(of, index);
  expect(errorOf(first)).toBe('');
  expect(statesOf(first)).toEqual(['published', 'published']);
  expect(await download(index, wheel().name)).toEqual(wheel().bytes);
  expect(await download(index, sdist().name)).toEqual(sdist().bytes);
  expect(uploadsTo(index)).toEqual([200, 200]);
  const again = await publish(of, index);
  expect(errorOf(again)).toBe('');
  expect(statesOf(again)).toEqual(['present', 'present']);
  expect(uploadsTo(index)).toEqual([200, 200]);
  return first;
}

async function showRefusal(of: PackagesWorld, index: RealIndex): Promise<void> {
  const before = uploadsTo(index).length;
  of.add(other);
  of.add(wheel({ tags: 'cp313-cp313-win_amd64' }));
  const run = await publish(of, index);
  expect(run.exitCode).toBe(1);
  expect(errorOf(run)).toContain('E_PYPI_FILE_DIFFERS');
  expect(uploadsTo(index)).toHaveLength(before);
  expect(await download(index, wheel().name)).toEqual(wheel().bytes);
}

async function showWrongPassword(of: PackagesWorld, index: RealIndex): Promise<void> {
  const run = await publish(of, index, { password: 'not-the-password' });
  expect(errorOf(run)).toContain('E_PYPI_AUTHENTICATION');
  expect(run.output.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('not-the-password');
  expect(uploadsTo(index).filter((status) => status < 300)).toEqual([]);
}

/** Installs with each program there is, in an environment of its own that reaches nothing but this machine. */
async function showInstallation(of: PackagesWorld, index: RealIndex, isPrivate: boolean): Promise<void> {
  const { user, password, indexUrl } = index;
  const url = new URL(indexUrl);
  if (isPrivate) [url.username, url.password] = [user, encodeURIComponent(password)];
  const home = mkdtempSync(join(of.directory, 'user-'));
  const env = {
    ...of.world.env,
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    UV_CACHE_DIR: join(home, 'uv'),
    UV_NO_CONFIG: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    POETRY_VIRTUALENVS_IN_PROJECT: 'true',
    POETRY_KEYRING_ENABLED: 'false',
    POETRY_HTTP_BASIC_PACKAGES_USERNAME: user,
    POETRY_HTTP_BASIC_PACKAGES_PASSWORD: password,
  };
  const target = (name: string): string => join(home, name);
  const found = (name: string): string[] => readdirSync(name).filter((entry) => entry.endsWith('.dist-info'));
  const pip = ['-m', 'pip', 'install', '--target', target('by-pip'), '--index-url', url.href, 'demo==1.2.0'];
  const byPip = await runProgram(python, pip, { env });
  expect(byPip.exitCode, byPip.output).toBe(0);
  expect(found(target('by-pip'))).toEqual(['demo-1.2.0.dist-info']);
  if (uv !== '') {
    const words = [
      'pip',
      'install',
      '--python',
      python,
      '--target',
      target('by-uv'),
      '--index-url',
      url.href,
    ];
    const byUv = await runProgram(uv, [...words, 'demo==1.2.0'], { env });
    expect(byUv.exitCode, byUv.output).toBe(0);
    expect(found(target('by-uv'))).toEqual(['demo-1.2.0.dist-info']);
  }
  if (poetry !== '') {
    const project = mkdtempSync(join(home, 'poetry-'));
    writeFileSync(
      join(project, 'pyproject.toml'),
      `[tool.poetry]\nname = "user"\nversion = "0"\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = ">=3.9,<4"\ndemo = "1.2.0"\n\n[[tool.poetry.source]]\nname = "packages"\nurl = "${indexUrl}"\npriority = "primary"\n`,
    );
    const byPoetry = await runProgram(poetry, ['install', '--no-interaction'], { cwd: project, env });
    expect(byPoetry.exitCode, byPoetry.output).toBe(0);
    expect(readFileSync(join(project, 'poetry.lock'), 'utf8')).toContain('version = "1.2.0"');
  }
}

/** Runs the printed command as a user does, in a new environment. */
async function showPrintedCommand(of: PackagesWorld, { outputs }: Run): Promise<void> {
  const home = mkdtempSync(join(of.directory, 'printed-'));
  await runProgram(python, ['-m', 'venv', join(home, 'venv')]);
  const path = `${join(home, 'venv', 'bin')}:${process.env['PATH'] ?? ''}`;
  const env = { ...of.world.env, HOME: home, PATH: path, PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const script = `${outputs['install-command']} && python -c 'import demo; print("version", demo.__version__)'`;
  const { output } = await runProgram('/bin/sh', ['-c', script], { cwd: home, env });
  expect(output).toContain('version 1.2.0');
}

describe.skipIf(!hasPypiserver)('pypiserver', () => {
  const open = async (options?: PypiserverOptions): Promise<[PackagesWorld, RealIndex]> => {
    const of = await openPackagesWorld();
    return [of, await startPypiserver(python, of.directory, options)];
  };

  it('pypiserver rejects every duplicate upload with 409, or with 400 for twine', async () => {
    const [, index] = await open();
    expect((await uploadBlindly(index, wheel())).status).toBe(200);
    expect((await uploadBlindly(index, wheel())).status).toBe(409);
    expect((await uploadBlindly(index, other)).status).toBe(409);
    expect((await uploadBlindly(index, wheel(), 'twine/7.0.0')).status).toBe(400);
    expect(await download(index, wheel().name)).toEqual(wheel().bytes);
  });

  it.each(['sha256', 'md5', 'off'] as const)(
    'pypiserver receives each file once and no overwrite with the digest setting "%s"',
    async (hashAlgorithm) => {
      const [of, index] = await open({ hashAlgorithm });
      await showPublication(of, index);
      await showRefusal(of, index);
    },
  );

  it('a package on pypiserver is installed by the printed command, pip, uv and poetry', async () => {
    const [of, index] = await open();
    const run = await showPublication(of, index);
    expect(run.outputs['visibility']).toBe('public');
    await showPrintedCommand(of, run);
    await showInstallation(of, index, false);
  });

  it('pypiserver with a login is published to, compared and installed from', async () => {
    const [of, index] = await open({ isPrivate: true });
    await showWrongPassword(of, index);
    const before = index.journal.length;
    const first = await publish(of, index);
    expect(errorOf(first)).toBe('');
    expect(first.outputs['visibility']).toBe('private');
    expect(first.outputs['install-command']).toBeUndefined();
    expect(statesOf(await publish(of, index))).toEqual(['present', 'present']);
    expect(index.journal.slice(before).filter(({ method }) => method === 'POST')).toHaveLength(2);
    await showRefusal(of, index);
    await showInstallation(of, index, true);
  });

  it('a wrong password for pypiserver uploads nothing', async () => {
    const [of, index] = await open();
    await showWrongPassword(of, index);
  });

  it('pypiserver receives files that exist only on its fallback index', async () => {
    const of = await openPackagesWorld();
    const elsewhere = await startLegacyIndex();
    for (const { name, bytes } of [wheel(), sdist()]) elsewhere.files.set(name, bytes);
    const index = await startPypiserver(python, of.directory, { fallbackUrl: elsewhere.indexUrl });
    await showPublication(of, index);
  });

  it.each([
    ['the same bytes', wheel(), ''],
    ['other bytes', other, 'E_PYPI_FILE_DIFFERS'],
  ])('an index that receives %s from another job is judged by its bytes', async (_what, file, code) => {
    const [of, index] = await open();
    index.beforeUpload = async () => {
      index.beforeUpload = undefined;
      await uploadBlindly(index, file);
    };
    // One file alone, so that it is the one that both send.
    const folder = join(of.directory, 'one');
    of.add(wheel(), folder);
    const run = await publish(of, index, { 'packages-dir': folder });
    if (code === '') expect(errorOf(run)).toBe('');
    else expect(errorOf(run)).toContain(code);
    expect(uploadsTo(index).sort()).toEqual([200, 409]);
    expect(statesOf(run)).toEqual([code === '' ? 'present' : undefined]);
  });
});

describe.skipIf(devpi === '')('devpi-server', () => {
  const open = async (isVolatile: boolean) => {
    const of = await openPackagesWorld();
    return { of, ...(await startDevpi(devpi, of.directory, { isVolatile })) };
  };

  it('a non-volatile devpi index accepts equal duplicates and rejects different ones', async () => {
    const { index } = await open(false);
    expect((await uploadBlindly(index, wheel())).status).toBe(200);
    expect((await uploadBlindly(index, wheel())).status).toBe(200);
    expect((await uploadBlindly(index, other)).status).toBe(409);
    expect(await download(index, wheel().name)).toEqual(wheel().bytes);
  });

  it('a volatile devpi index overwrites existing files', async () => {
    const { index } = await open(true);
    expect((await uploadBlindly(index, wheel())).status).toBe(200);
    expect((await uploadBlindly(index, other)).status).toBe(200);
    expect(await download(index, wheel().name)).toEqual(other.bytes);
  });

  it.each([
    ['not volatile', false],
    ['volatile', true],
  ])('a devpi index that is %s receives each file once and no overwrite', async (_what, isVolatile) => {
    const { of, index } = await open(isVolatile);
    await showWrongPassword(of, index);
    const start = uploadsTo(index).length;
    const first = await publish(of, index);
    expect(errorOf(first)).toBe('');
    expect(statesOf(first)).toEqual(['published', 'published']);
    expect(statesOf(await publish(of, index))).toEqual(['present', 'present']);
    expect(uploadsTo(index).slice(start)).toEqual([200, 200]);
    expect(await download(index, sdist().name)).toEqual(sdist().bytes);
    await showRefusal(of, index);
  });

  it('a package on devpi is installed by the printed command, pip, uv and poetry', async () => {
    const { of, index } = await open(false);
    const run = await showPublication(of, index);
    await showPrintedCommand(of, run);
    await showInstallation(of, index, false);
  });

  it('a devpi index receives its own copy of inherited files', async () => {
    const { of, index, inheriting } = await open(false);
    await showPublication(of, index);
    expect(await download(inheriting, wheel().name)).toEqual(wheel().bytes);
    await showPublication(of, inheriting);
  });
});
