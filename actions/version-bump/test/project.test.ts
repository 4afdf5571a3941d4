import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { openProject } from '../src/project.ts';

const pyproject = (version: string): string =>
  `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n[project]\nname = "demo"\n${version}\n`;

async function open(files: Readonly<Record<string, string | Buffer>>, folder = '.') {
  const log = createMemoryLog();
  const read = async (path: string) => (path in files ? Buffer.from(files[path] ?? '') : undefined);
  return { project: await openProject({ read }, folder, log), log };
}

describe('the project of a bump', () => {
  it('has the name and the version of its files, and an edit for each place of the version', async () => {
    const { project } = await open({ 'pyproject.toml': pyproject('version = "1.0.0"') });
    expect(project.name).toBe('demo');
    expect(project.version && formatVersion(project.version)).toBe('1.0.0');
    const [edit, ...more] = await project.planEdits(parseVersion('1.1.0'), []);
    expect(more).toEqual([]);
    expect(edit?.path).toBe('pyproject.toml');
    expect(Buffer.from(edit?.before ?? []).toString()).toBe(pyproject('version = "1.0.0"'));
    expect(Buffer.from(edit?.after ?? []).toString()).toBe(pyproject('version = "1.1.0"'));
  });

  it.each(['packages/demo', './packages/demo/', 'packages/./demo', 'packages/other/../demo'])(
    'may be in the folder %s, from where its files are named',
    async (folder) => {
      const files = { 'packages/demo/pyproject.toml': pyproject('version = "1.0.0"') };
      const { project } = await open(files, folder);
      const edits = await project.planEdits(parseVersion('2.0'), []);
      expect(edits.map(({ path }) => path)).toEqual(['packages/demo/pyproject.toml']);
    },
  );

  it.each(['..', '../demo', 'a/../../demo'])('is never outside of the repository: %s', async (folder) => {
    await expect(open({}, folder)).rejects.toThrow(/is outside of the repository/);
  });

  it('has no version when that comes from git', async () => {
    const dynamic = `${pyproject('dynamic = ["version"]')}\n[tool.hatch.version]\nsource = "vcs"\n`;
    const files = { 'pyproject.toml': dynamic.replace('"hatchling"', '"hatchling", "hatch-vcs"') };
    const { project } = await open(files);
    expect(project.version).toBeUndefined();
  });

  it('is refused when a file is not UTF-8, which could not be written back as it was', async () => {
    const bytes = Buffer.concat([Buffer.from(pyproject('version = "1.0.0"')), Buffer.from([0x23, 0xff])]);
    await expect(open({ 'pyproject.toml': bytes })).rejects.toMatchObject({ code: 'E_PROJECT_INVALID' });
  });
});
