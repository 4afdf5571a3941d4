import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import type { RehearsalReport } from '@slipway/cli/report/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../../actions/pypi-publish/test/support/distributions.ts';
import { namespace, openReaderWorld } from '../../../cli/test/reader/reader-world.ts';
import { repositoryRoot } from '../../src/bundles/bundles.ts';
import { readTree, type Tree } from '../../src/bundles/tree.ts';
import { listPrograms } from '../../src/package/package-programs.ts';
import { createPackageTree } from '../../src/package/package-tree.ts';
import { type Tarball, writeTarball } from '../../src/package/write-tarball.ts';
import { runTool } from '../../src/tools/run-tool.ts';
import { writtenWorkflows } from '../../src/workflow-files.ts';
import { type InstalledPackage, installPackage } from './installed-package.ts';

const commands = [
  ...['rehearse', 'init', 'adopt', 'doctor', 'download', 'report', 'serve', 'verify', 'withdraw'],
];

let folder: string;
let tree: Tree;
let tarball: Tarball;
let installed: InstalledPackage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-package-test-'));
  tree = await createPackageTree(repositoryRoot);
  tarball = await writeTarball(tree, folder);
  installed = await installPackage(tarball);
}, 300_000);

afterAll(async () => {
  await installed?.close();
  await rm(folder, { recursive: true, force: true });
});

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** A project that somebody has in a folder of their own, with one release. */
async function createProject(directory: string): Promise<void> {
  const files = {
    'pyproject.toml':
      '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "lighthouse"\nversion = "0.3.0"\ndescription = "Made up"\nreadme = "README.md"\nlicense = "MIT"\nrequires-python = ">=3.9"\n',
    'README.md': '# lighthouse\n',
    'src/lighthouse/__init__.py': '__version__ = "0.3.0"\n',
    'src/lighthouse/tides.txt': 'high and low\n'.repeat(40_000),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
  const settings = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const date = '2026-01-02T03:04:05Z';
  const env = { ...process.env, ...settings, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const git = (...words: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...words], {
      cwd: directory,
      env,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'feat: shine');
  git('tag', 'v0.3.0');
  await writeFile(join(directory, 'src/lighthouse/lamp.py'), 'LIT = True\n');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'feat: add a lamp');
}

/** What a rehearsal found, apart from what depends on the time: the commit of the release, and so the digests. */
function verdictOf(text: string) {
  const { ok, project, jobs, files, channels, checks, problems } = JSON.parse(text) as RehearsalReport;
  return {
    ...{ ok, problems, version: project.versionAfter },
    files: files.map(({ name, sha256, channels: served }) => ({
      name,
      same: Object.entries(served).map(([channel, digest]) => `${channel}: ${digest === sha256}`),
    })),
    jobs: jobs.map(({ id, result }) => `${id}: ${result}`).sort(),
    channels: channels.map(({ channel, state }) => `${channel}: ${state}`),
    checks: checks.map(({ name, ok: held }) => `${held ? 'held' : 'failed'}: ${name}`).sort(),
  };
}

describe('the package', { timeout: 600_000 }, () => {
  it('two packages of one tree have the same bytes', async () => {
    const again = await writeTarball(tree, join(folder, 'again'));
    expect(await hash(again.path)).toBe(await hash(tarball.path));
  });

  it('the package needs nothing else to be installed, and runs no script', () => {
    const manifest = JSON.parse(Buffer.from(tree.get('package.json') ?? []).toString()) as object;
    expect(
      Object.keys(manifest).filter((key) => /dependencies|scripts|workspaces|private/i.test(key)),
    ).toEqual([]);
    expect(manifest).toMatchObject({ name: 'slipway', bin: { slipway: 'packages/cli/src/main.js' } });
  });

  it('the package has the sample, the bundles and the license texts, and neither tests nor sources', async () => {
    for (const name of ['dist', 'packages/cli/sample'])
      for (const [path, bytes] of await readTree(join(repositoryRoot, name)))
        expect(tree.get(`${name}/${path}`), `${name}/${path}`).toEqual(bytes);
    for (const path of ['LICENSE', 'lib/licenses.txt', 'README.md', 'actions/publish/action.yml'])
      expect(tree.get(path)?.length, path).toBeGreaterThan(100);
    expect(tarball.files.filter((path) => /\.ts$|\.test\.|\/test\/|node_modules/.test(path))).toEqual([]);
    expect(tarball.files.length).toBe(tree.size);
    expect(tarball.size).toBeLessThan(12e6);
  });

  it('every action, stand-in and workflow of the package has the programs that it names', async () => {
    const standIns = 'packages/runner/src/stand-ins/actions';
    for (const folderName of ['actions', standIns])
      for (const name of await readdir(join(repositoryRoot, folderName))) {
        const path = posix.join(folderName, name, 'action.yml');
        const text = Buffer.from(tree.get(path) ?? []).toString();
        expect(text, path).toContain('runs:');
        for (const [, program = ''] of text.matchAll(/^ {2}(?:main|pre|post): (\S+)$/gm))
          expect(tree.has(posix.join(folderName, name, program)), `${path}: ${program}`).toBe(true);
      }
    for (const path of writtenWorkflows)
      for (const [, called = ''] of Buffer.from(tree.get(path) ?? [])
        .toString()
        .matchAll(/uses: \$\/(\S+)/g))
        expect(tree.has(called) || tree.has(`${called}/action.yml`), `${path}: ${called}`).toBe(true);
  });

  it('no file of the package has a path of this machine', () => {
    for (const [path, bytes] of tree)
      for (const own of [repositoryRoot, 'slipway-package-'])
        expect(Buffer.from(bytes).includes(own), `${path} has ${own}`).toBe(false);
  });

  it.each(commands)('the installed command prints its help: %s', async (command) => {
    const { exitCode, output } = await installed.run(command, '--help');
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(new RegExp(`^Usage: slipway ${command}\\b`));
    expect(output).not.toContain('npm run');
  });

  it('the list of commands has every one of them, and no other', async () => {
    const { output } = await installed.run('--help');
    expect([...output.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name).sort()).toEqual(
      [...commands].sort(),
    );
  });

  it('every program of a stand-in starts', async () => {
    const [, ...programs] = await listPrograms(repositoryRoot);
    expect(programs.length).toBeGreaterThan(3);
    for (const program of programs) {
      const words = [join(installed.directory, `${program}.js`)];
      const { output } = await runTool('node', words, { cwd: installed.folder, env: installed.environment });
      expect(output, program).not.toMatch(/ERR_|SyntaxError|TypeError|is not defined|Cannot find/);
    }
  });

  it('a project outside of the repository gets its workflow and the verdict that the clone gives', async () => {
    const project = join(installed.folder, 'lighthouse');
    await mkdir(project);
    await createProject(project);
    const added = await installed.run('init', project, '--yes', '--no-rehearsal');
    expect(added.exitCode, added.output).toBe(0);
    const workflow = '.github/workflows/release.yml';
    expect(await hash(join(project, workflow))).toBe(await hash(join(repositoryRoot, workflow)));
    expect(added.output).toContain(`slipway doctor ${project}`);
    const words = ['rehearse', '--project', project, '--allow-dirty', '--bump', 'minor', '--json'];
    const [own, cloned] = [join(folder, 'package.json'), join(folder, 'clone.json')];
    const { exitCode, output } = await installed.run(...words, own);
    expect(exitCode, output).toBe(0);
    const main = join(repositoryRoot, 'packages/cli/src/main.ts');
    const clone = await runTool(process.execPath, [main, ...words, cloned]);
    expect(clone.exitCode, clone.output).toBe(0);
    const verdict = verdictOf(await readFile(own, 'utf8'));
    expect(verdict).toEqual(verdictOf(await readFile(cloned, 'utf8')));
    expect(verdict).toMatchObject({ ok: true, version: '0.4.0', problems: [] });
    expect(verdict.files.map(({ name }) => name)).toEqual([
      'lighthouse-0.4.0-py3-none-any.whl',
      'lighthouse-0.4.0.tar.gz',
    ]);
    const { tools } = JSON.parse(await readFile(own, 'utf8')) as RehearsalReport;
    expect(`v${tools.node}`).toBe(installed.nodeVersion);
    const page = join(folder, 'report.html');
    const drawn = await installed.run('report', own, '--html', page);
    expect(drawn.exitCode, drawn.output).toBe(0);
    expect(await readFile(page, 'utf8')).toContain('slipway rehearse --project');
  });

  it('a private package of ghcr.io is downloaded, installed with one command, and served', async () => {
    const of = await openReaderWorld([], installed.command);
    await of.publish('demo', '1.2.0', [wheel({ version: '1.2.0' }), sdist({ version: '1.2.0' })]);
    const token = { GITHUB_TOKEN: of.readToken(), PATH: installed.environment['PATH'] ?? '' };
    const directory = of.folder();
    const words = ['download', 'demo==1.2.0', '--namespace', namespace, '--directory', directory];
    const { exitCode, output } = await of.run(words, token);
    expect(exitCode, output).toBe(0);
    const { name, bytes } = wheel({ version: '1.2.0' });
    expect(await readFile(join(directory, name))).toEqual(Buffer.from(bytes));
    const target = of.folder();
    const pip = ['python3', '-m', 'pip', 'install', '--no-cache-dir', '--target', target, 'demo'];
    const one = await of.run(['serve', '--namespace', namespace, '--', ...pip], token);
    expect(one.exitCode, one.output).toBe(0);
    expect(await readdir(target)).toContain('demo-1.2.0.dist-info');
    const page = await (await fetch(`${await of.serve([], token)}demo/`)).text();
    expect(page).toContain(name);
  });
});
