import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { openProject } from '../src/project.ts';

const pyproject = (version: string): string =>
  `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "demo"\n${version}\n`;

async function open(files: Readonly<Record<string, string | Buffer>>, folder = '.', versionFile?: string) {
  const log = createMemoryLog();
  const read = async (path: string) => (path in files ? Buffer.from(files[path] ?? '') : undefined);
  const listAll = async (below: string) =>
    Object.keys(files)
      .filter((path) => below === '' || path.startsWith(`${below}/`))
      .map((path) => (below === '' ? path : path.slice(below.length + 1)));
  return { project: await openProject({ read, listAll }, folder, log, versionFile), log };
}

describe('the project of a bump', () => {
  it('a project has the name and the version of its files, and an edit for each place of the version', async () => {
    const { project } = await open({ 'pyproject.toml': pyproject('version = "1.0.0"') });
    expect(project.name).toBe('demo');
    expect(project.version && formatVersion(project.version)).toBe('1.0.0');
    const [edit, ...more] = await project.planEdits({ version: parseVersion('1.1.0'), extraFiles: [] });
    expect(more).toEqual([]);
    expect(edit?.path).toBe('pyproject.toml');
    expect(Buffer.from(edit?.before ?? []).toString()).toBe(pyproject('version = "1.0.0"'));
    expect(Buffer.from(edit?.after ?? []).toString()).toBe(pyproject('version = "1.1.0"'));
  });

  it.each(['packages/demo', './packages/demo/', 'packages/./demo', 'packages/other/../demo'])(
    'a project may be in the folder %s, from where its files are named',
    async (folder) => {
      const files = { 'packages/demo/pyproject.toml': pyproject('version = "1.0.0"') };
      const { project } = await open(files, folder);
      const edits = await project.planEdits({ version: parseVersion('2.0'), extraFiles: [] });
      expect(edits.map(({ path }) => path)).toEqual(['packages/demo/pyproject.toml']);
    },
  );

  it.each(['..', '../demo', 'a/../../demo'])(
    'a project is never outside of the repository: %s',
    async (folder) => {
      await expect(open({}, folder)).rejects.toThrow(/is outside of the repository/);
    },
  );

  it('a project has no version when that comes from git', async () => {
    const dynamic = `${pyproject('dynamic = ["version"]')}\n[tool.hatch.version]\nsource = "vcs"\n`;
    const files = { 'pyproject.toml': dynamic.replace('"hatchling"', '"hatchling", "hatch-vcs"') };
    const { project } = await open(files);
    expect(project.version).toBeUndefined();
  });

  it('a project is refused when a file is not UTF-8, which could not be written back as it was', async () => {
    const bytes = Buffer.concat([Buffer.from(pyproject('version = "1.0.0"')), Buffer.from([0x23, 0xff])]);
    await expect(open({ 'pyproject.toml': bytes })).rejects.toMatchObject({ code: 'E_PROJECT_INVALID' });
  });

  it('a Latin-1 module with a coding cookie keeps every byte but those of the version', async () => {
    const module = (version: string) =>
      Buffer.from(`# -*- coding: latin-1 -*-\r\n# Bj\xf6rn\n__version__ = "${version}"`, 'latin1');
    const files = { 'pyproject.toml': pyproject('version = "1.0.0"'), 'demo/__init__.py': module('1.0.0') };
    const { project } = await open(files);
    const edits = await project.planEdits({ version: parseVersion('1.1.0'), extraFiles: [] });
    const edit = edits.find(({ path }) => path === 'demo/__init__.py');
    expect(Buffer.from(edit?.before ?? [])).toEqual(module('1.0.0'));
    expect(Buffer.from(edit?.after ?? [])).toEqual(module('1.1.0'));
  });

  it('a member of a workspace is bumped with the lock file and the pins around it', async () => {
    const lock = (version: string) =>
      `version = 1\n[[package]]\nname = "demo"\nversion = "${version}"\nsource = { editable = "packages/demo" }\n`;
    const files = {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
      'uv.lock': lock('1.0.0'),
      'packages/demo/pyproject.toml': pyproject('version = "1.0.0"'),
      'packages/other/pyproject.toml': pyproject('version = "3.0"\ndependencies = ["demo == 1.0.0"]').replace(
        '"demo"',
        '"other"',
      ),
    };
    const { project } = await open(files, 'packages/demo');
    const edits = await project.planEdits({ version: parseVersion('1.1.0'), extraFiles: [] });
    expect(edits.map(({ path }) => path).sort()).toEqual([
      'packages/demo/pyproject.toml',
      'packages/other/pyproject.toml',
      'uv.lock',
    ]);
    const texts = edits.map(({ after }) => Buffer.from(after ?? []).toString());
    expect(texts).toContain(lock('1.1.0'));
    expect(texts.join('')).toContain('"demo == 1.1.0"');
  });

  it('copies that go stale, and those that were stale before, are named with their path in the repository', async () => {
    const files = {
      'packages/demo/pyproject.toml': pyproject('version = "1.0.0"'),
      'packages/demo/CITATION.cff': 'version: 1.0.0\n',
      'packages/demo/demo/__init__.py': '__version__ = "0.9"\n',
    };
    const { project, log } = await open(files, 'packages/demo');
    await project.planEdits({ version: parseVersion('1.1.0'), extraFiles: [] });
    expect(log.lines.join('\n')).toContain(
      'packages/demo/CITATION.cff, line 1 (version) keeps "1.0.0" and is out of date after this release. Add "CITATION.cff" to "extra-files" to bump it too.',
    );
    expect(log.lines.join('\n')).toContain(
      'packages/demo/demo/__init__.py, line 1 (__version__) contains a different version, "0.9", and was left unchanged.',
    );
  });

  it('a version file in the folder of the project is followed', async () => {
    const files = {
      'packages/demo/pyproject.toml': pyproject('dynamic = ["version"]'),
      'packages/demo/VERSION': '1.0.0\n',
    };
    const { project } = await open(files, 'packages/demo', 'VERSION');
    const edits = await project.planEdits({ version: parseVersion('1.1.0'), extraFiles: [] });
    expect(edits.map(({ path, after }) => [path, Buffer.from(after ?? []).toString()])).toEqual([
      ['packages/demo/VERSION', '1.1.0\n'],
    ]);
  });
});
