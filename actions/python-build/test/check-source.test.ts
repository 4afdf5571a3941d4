import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkSource } from '../src/source/check-source.ts';
import { fakePrograms } from './programs.ts';

const plain =
  '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\nversion = "1.0"\n';
const fromGit =
  '[build-system]\nrequires = ["setuptools", "setuptools-scm"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo"\ndynamic = ["version"]\n[tool.setuptools_scm]\n';
const git = {
  'git rev-parse --show-toplevel': '/src\n',
  'git log -1 --format=%ct HEAD': '1700000000\n',
  'git tag --points-at HEAD': 'v1.0\nlatest\n',
};
const shallow = { 'git rev-parse --is-shallow-repository': 'true\n' };

async function check(
  pyproject: string | undefined,
  answers: Readonly<Record<string, string | Error>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'check-source-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (pyproject !== undefined) await writeFile(join(folder, 'pyproject.toml'), pyproject);
  const { exec, calls } = fakePrograms(answers);
  return { facts: await checkSource(folder, exec, environment, new AbortController().signal), calls, folder };
}

describe('the sources of a build', () => {
  it('sources are described by git, which runs in their folder', async () => {
    const { facts, calls, folder } = await check(plain, git, { PATH: '/bin' });
    expect(facts).toMatchObject({
      ...{ checkout: '/src', commitDate: '1700000000', tags: ['v1.0', 'latest'] },
      ...{ tagTool: undefined, project: 'demo' },
    });
    expect(calls.every(({ options }) => options?.cwd === folder && options.env?.['PATH'] === '/bin')).toBe(
      true,
    );
  });

  it('sources without git are accepted', async () => {
    expect((await check(plain, {})).facts).toMatchObject({
      ...{ checkout: undefined, commitDate: undefined, tags: [], tagTool: undefined, project: 'demo' },
    });
  });

  it('the tool that reads the version from git is named', async () => {
    expect((await check(fromGit, git)).facts.tagTool).toMatch(/setuptools-scm/);
  });

  it('a version from a history that was not fetched is rejected', async () => {
    await expect(check(fromGit, { ...git, ...shallow })).rejects.toMatchObject({ code: 'E_VERSION_SOURCE' });
  });

  it.each<[string, string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['a tag is at the commit', fromGit, { 'git describe --tags --exact-match HEAD': 'v1.0\n' }, {}],
    ['the version is told', fromGit, {}, { SETUPTOOLS_SCM_PRETEND_VERSION: '1.0' }],
    ['the version is in a file', plain, {}, {}],
  ])('a clone without history is accepted when %s', async (_what, text, more, environment) => {
    const { facts } = await check(text, { ...git, ...shallow, ...more }, environment);
    expect(facts.checkout).toBe('/src');
  });

  it('an unexpected git failure is passed on', async () => {
    await expect(
      check(plain, { ...git, 'git log -1 --format=%ct HEAD': new TypeError('broken') }),
    ).rejects.toThrow('broken');
  });

  it('a folder without a project and broken TOML are rejected', async () => {
    await expect(check(undefined, git)).rejects.toMatchObject({ code: 'E_PROJECT_MISSING' });
    await expect(check('[project', git)).rejects.toMatchObject({ code: 'E_PROJECT_INVALID' });
  });

  it('the root of a workspace is rejected before anything is built, and its patterns are named', async () => {
    const root = '[tool.uv]\npackage = false\n[tool.uv.workspace]\nmembers = ["packages/*", "tools/one"]\n';
    await expect(check(root, git)).rejects.toMatchObject({
      code: 'E_WORKSPACE_ROOT',
      message: expect.stringContaining(
        'sets [tool.uv] package = false. Its members are tools/one ("path: tools/one").',
      ),
    });
  });
});
