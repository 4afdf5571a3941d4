import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readFacts } from '../../src/projects/ask-oracle.ts';
import type { ProjectFacts } from '../../src/projects/release-facts.ts';
import { runTool } from '../../src/tools/run-tool.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'] ?? '';

const identity = {
  ...{ GIT_AUTHOR_NAME: 'Dev', GIT_AUTHOR_EMAIL: 'dev@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Dev', GIT_COMMITTER_EMAIL: 'dev@example.com' },
};

interface Step {
  readonly message: string;
  readonly tags?: readonly string[];
  readonly day: string;
}

async function openProject(files: Readonly<Record<string, string>>, steps: readonly Step[]) {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-oracle-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const git = (words: readonly string[], day = '2026-01-01') =>
    runTool('git', ['-C', folder, ...words], {
      env: {
        ...process.env,
        ...identity,
        ...{ GIT_AUTHOR_DATE: `${day}T00:00:00Z`, GIT_COMMITTER_DATE: `${day}T00:00:00Z` },
      },
    });
  await git(['init', '--quiet', '--initial-branch=main']);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await git(['add', '--all']);
  for (const { message, tags = [], day } of steps) {
    await git(['commit', '--quiet', '--allow-empty', '-m', message], day);
    for (const tag of tags) await git(['tag', tag], day);
  }
  return readFacts(python, folder, '.');
}

const pyproject = (version: string): Record<string, string> => ({
  'pyproject.toml': `[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\nversion = "${version}"\n`,
});

const expected = ({ expected: found }: ProjectFacts, kind: string) => {
  const entry = found[kind];
  return typeof entry === 'object' && entry !== null ? [entry.versions, entry.tags] : entry;
};

describe.skipIf(python === '')('the oracle', () => {
  it.each([
    ['v1.2.0', '1.2.0', 'v1.3.0'],
    ['1.2.0', '1.2.0', '1.3.0'],
    ['demo-1.2.0', '1.2.0', 'demo-1.3.0'],
    ['demo==1.2.0', '1.2.0', 'demo==1.3.0'],
    ['demo/v1.2.0', '1.2.0', 'demo/v1.3.0'],
    ['release-1.2', '1.2', 'release-1.3'],
    ['rel_1_2', '1.2', 'rel_1_3'],
    ['2026.08.07', '2026.08.07', '2026.09.00'],
  ])('the tag %s of %s is followed by %s', async (tag, version, next) => {
    const facts = await openProject(pyproject(version), [
      { message: 'first', tags: [tag], day: '2026-01-01' },
    ]);
    expect(expected(facts, 'minor')).toMatchObject([expect.anything(), [next]]);
  });

  it('tags of other packages, floating tags and words are no releases', async () => {
    const tags = ['other-v9.0.0', 'v2', 'v1.2', 'v1.2.3', '1.2.x', 'nightly'];
    const facts = await openProject(pyproject('1.2.3'), [{ message: 'first', tags, day: '2026-01-01' }]);
    expect(facts.style.last).toEqual({ tag: 'v1.2.3', version: '1.2.3' });
  });

  it('a pre-release that a lower release followed was given up', async () => {
    const facts = await openProject(pyproject('0.28.1'), [
      { message: 'first', tags: ['1.0.0b0'], day: '2026-01-01' },
      { message: 'second', tags: ['0.28.1'], day: '2026-02-01' },
    ]);
    expect(facts.style.last?.version).toBe('0.28.1');
  });

  it.each([
    ['1.3.0.dev0', 'feat: a', ['1.3.0']],
    ['1.3.0.dev0', 'feat!: a', ['2.0.0']],
    ['1.2.0', 'docs: a', []],
    ['1.2.0', 'fix: a', ['1.2.1']],
    ['1.4.0', 'docs: a', ['1.4.0']],
    ['1.3.0rc1', 'fix: a', ['1.3.0rc1']],
    ['1.2.0', 'chore(deps): update\n\nBREAKING CHANGE: quoted', []],
    ['1.2.0', 'fix: a\n\nBREAKING CHANGE:\n  the text', ['2.0.0']],
  ])('auto in a tree that says %s, after %j, releases %j', async (version, message, versions) => {
    const facts = await openProject(pyproject(version), [
      { message: 'first', tags: ['v1.2.0'], day: '2026-01-01' },
      { message, day: '2026-01-02' },
    ]);
    expect(expected(facts, 'auto')).toMatchObject([versions, expect.anything()]);
  });

  it('the version is found where a module takes it from', async () => {
    const facts = await openProject(
      {
        'pyproject.toml':
          '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n[project]\nname = "demo"\ndynamic = ["version"]\n',
        'demo/__init__.py': 'from .data import __version__\n',
        'demo/data.py': '__version__ = "3.13"\n',
      },
      [{ message: 'first', tags: ['v3.13'], day: '2026-01-01' }],
    );
    expect(facts).toMatchObject({ source: 'code', treeVersion: '3.13', where: 'demo/data.py' });
  });

  it('the root of a workspace is no project', async () => {
    const facts = await openProject(
      { 'pyproject.toml': '[project]\nname = "root"\nversion = "0"\n[tool.uv]\npackage = false\n' },
      [{ message: 'first', day: '2026-01-01' }],
    );
    expect(facts).toMatchObject({ source: 'none', expected: { refusal: 'there is no project to release' } });
  });
});
