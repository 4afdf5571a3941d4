import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { namespace, openReaderWorld, type ReaderWorld } from '../../../cli/test/reader/reader-world.ts';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { createPackageTree } from '../../src/package/package-tree.ts';
import { type Tarball, writeTarball } from '../../src/package/write-tarball.ts';
import { findOnPath, plainPath } from './installed-package.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
const uv = process.env['SLIPWAY_UV'];
const poetry = process.env['SLIPWAY_POETRY'];
const isShown = python !== undefined && uv !== undefined && poetry !== undefined;
if (!isShown)
  console.log(
    'not shown: installers with one command (SLIPWAY_PYTHON_PEERS, SLIPWAY_UV or SLIPWAY_POETRY is not set)',
  );

const headers = ['Requires-Python: >=3.9'];

describe.skipIf(!isShown)('a private package of ghcr.io, with one command and no clone', () => {
  let folder: string;
  let tarball: Tarball;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-one-command-'));
    tarball = await writeTarball(await createPackageTree(repositoryRoot), folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Runs `npx TARBALL serve … -- COMMAND`, in a world where no host but the registry answers. */
  async function installWith(command: (of: ReaderWorld) => readonly string[], more: readonly string[] = []) {
    const path = plainPath();
    const npx = [await findOnPath('npx', path), '--yes', '--offline', `file:${tarball.path}`];
    const of = await openReaderWorld([], npx);
    await of.publish('demo', '1.2.0', [
      wheel({ version: '1.2.0', headers }),
      sdist({ version: '1.2.0', headers }),
    ]);
    const variables = {
      ...{
        GITHUB_TOKEN: of.readToken(),
        PATH: path,
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        PIP_NO_CACHE_DIR: '1',
      },
      ...{ UV_NO_CONFIG: '1', UV_NO_CACHE: '1', UV_PYTHON_DOWNLOADS: 'never' },
      ...{
        POETRY_VIRTUALENVS_IN_PROJECT: 'true',
        POETRY_KEYRING_ENABLED: 'false',
        POETRY_CACHE_DIR: of.folder(),
      },
    };
    return of.run(['serve', '--namespace', namespace, ...more, '--', ...command(of)], variables);
  }

  it('pip installs the package', async () => {
    let target = '';
    const { exitCode, output } = await installWith((of) => {
      target = of.folder();
      return [python ?? '', '-m', 'pip', 'install', '--target', target, 'demo'];
    });
    expect(exitCode, output).toBe(0);
    expect(await readdir(target)).toContain('demo-1.2.0.dist-info');
  });

  it('uv installs the package', async () => {
    let target = '';
    const { exitCode, output } = await installWith((of) => {
      target = of.folder();
      return [uv ?? '', 'pip', 'install', '--python', python ?? '', '--target', target, 'demo'];
    });
    expect(exitCode, output).toBe(0);
    expect(await readdir(target)).toContain('demo-1.2.0.dist-info');
  });

  it('poetry locks and installs the package from the source that names it', async () => {
    const port = '18741';
    const project = await mkdtemp(join(folder, 'poetry-'));
    await writeFile(
      join(project, 'pyproject.toml'),
      `[project]\nname = "user"\nversion = "0"\nrequires-python = ">=3.9"\n\n[tool.poetry]\npackage-mode = false\n\n[[tool.poetry.source]]\nname = "packages"\nurl = "http://127.0.0.1:${port}/simple/"\npriority = "explicit"\n`,
    );
    const words = ['add', '--no-interaction', '--directory', project, '--source', 'packages', 'demo'];
    const { exitCode, output } = await installWith(() => [poetry ?? '', ...words], ['--port', port]);
    expect(exitCode, output).toBe(0);
    expect(await readFile(join(project, 'poetry.lock'), 'utf8')).toContain('version = "1.2.0"');
    const installed = await readdir(join(project, '.venv'), { recursive: true });
    expect(
      installed
        .filter((path) => path.endsWith('.dist-info'))
        .map((path) => path.slice(dirname(path).length + 1)),
    ).toContain('demo-1.2.0.dist-info');
  });
});
