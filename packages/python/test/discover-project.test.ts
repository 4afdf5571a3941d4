import { describe, expect, it } from 'vitest';
import { discoverProject } from '../src/project/discover-project.ts';
import { replaceVersions } from '../src/project/places/edit-version.ts';
import { formatVersion } from '../src/version/format-version.ts';
import { projectFiles } from './project-files.ts';

type Files = Readonly<Record<string, string>>;

/** Finds the version, replaces it by 9.9.9, and gives what became of the files. */
async function release(files: Files): Promise<{ version: string; edited: Record<string, string> }> {
  const project = await discoverProject(projectFiles(files));
  const edited: Record<string, string> = { ...files };
  for (const path of new Set(project.locations.map((location) => location.path))) {
    const locations = project.locations.filter((location) => location.path === path);
    edited[path] = replaceVersions(
      files[path] ?? '',
      locations.map((location) => ({ location, text: '9.9.9' })),
    );
    for (const { line } of locations) expect(edited[path]?.split('\n')[line - 1]).toContain('9.9.9');
  }
  return { version: project.version === undefined ? '' : formatVersion(project.version), edited };
}

/** The one place that changes is marked by the old version; everything else has to stay byte for byte. */
async function expectOneChange(files: Files, path: string, old = '1.2.3'): Promise<void> {
  const { version, edited } = await release(files);
  expect(version).toBe(old);
  const text = files[path] ?? '';
  const at = text.lastIndexOf('<>');
  expect(at).toBe(-1);
  const expected = { ...files, [path]: edited[path] };
  expect(edited).toEqual(expected);
  const before = Buffer.from(text);
  const after = Buffer.from(edited[path] ?? '');
  let start = 0;
  while (before[start] === after[start]) start += 1;
  expect(after.subarray(start).toString()).toBe(`9.9.9${before.subarray(start + old.length).toString()}`);
  expect(before.subarray(start, start + old.length).toString()).toBe(old);
}

const setuptools =
  '[build-system]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "demo"\ndynamic = ["version"]\n';
const hatch =
  '[build-system]\nbuild-backend = "hatchling.build"\n[project]\nname = "demo"\ndynamic = ["version"]\n';
const flit =
  '[build-system]\nbuild-backend = "flit_core.buildapi"\n[project]\nname = "my-demo"\ndynamic = ["version"]\n';

describe('discoverProject', () => {
  it.each([
    ['[project].version', '[project]\nname = "demo"\nversion = "1.2.3"\n'],
    ['single quotes', "[project]\nversion = '1.2.3' # kept\n"],
    ['CRLF and no end of line at the end', '[tool.x]\r\nversion = "7"\r\n[project]\r\n\tversion\t=\t"1.2.3"'],
    ['a byte order mark', '\uFEFF[project]\nversion = "1.2.3"\n'],
    ['a dotted key', 'project.version = "1.2.3"\nproject.name = "x"\n'],
    ['an inline table', 'project = { name = "x", version = "1.2.3", dependencies = ["a==1.2.3"] }\n'],
    ['quoted keys', '["project"]\n"version" = "1.2.3"\n'],
    [
      'a sub-table before its table',
      '[project.urls]\nversion = "https://x.example"\n[project]\nversion = "1.2.3"\n',
    ],
    [
      'decoys in a string of several lines',
      '[project]\nreadme = { text = """\n[project]\nversion = "0.0.1"\n""", content-type = "text/plain" }\nversion = "1.2.3"\n',
    ],
    [
      '[tool.poetry] with decoys',
      '[tool.poetry]\nname = "x"\nversion = "1.2.3"\n[tool.poetry.dependencies]\npython_version = "1.2.3"\nbcrypt = {version = "^4"}\n[tool.pytest.ini_options]\nminversion = "7.0"',
    ],
    [
      'Poetry 2 with a dynamic version',
      '[project]\nname = "x"\ndynamic = ["version"]\n[tool.poetry]\nversion = "1.2.3"\n',
    ],
    [
      'arrays of tables',
      '[[tool.x]]\nversion = "1"\n[[tool.x]]\nversion = "2"\n[project]\nversion = "1.2.3"\n',
    ],
  ])('the version in pyproject.toml is found and replaced with %s', async (_what, text) => {
    await expectOneChange({ 'pyproject.toml': text }, 'pyproject.toml');
  });

  it.each([
    [
      'setuptools attr',
      {
        'pyproject.toml': `${setuptools}[tool.setuptools.dynamic]\nversion = {attr = "demo.about.__version__"}\n`,
        'src/demo/about.py':
          '"""__version__ = "0"\n"""\nx = {"__version__": "0"}\n__version__: str = "1.2.3"  # x\n',
      },
      'src/demo/about.py',
    ],
    [
      'setuptools attr of a package',
      {
        'pyproject.toml': `${setuptools}[tool.setuptools.dynamic]\nversion = {attr = "demo.VERSION"}\n`,
        'demo/__init__.py': "def f():\n    VERSION = '0'\nVERSION   = '1.2.3'\n",
      },
      'demo/__init__.py',
    ],
    [
      'setuptools file',
      {
        'pyproject.toml': `${setuptools}[tool.setuptools.dynamic]\nversion = {file = ["VERSION"]}\n`,
        VERSION: '1.2.3\r\n',
      },
      'VERSION',
    ],
    [
      'setup.cfg',
      {
        'setup.cfg':
          '[bumpversion]\ncurrent_version = 0.1\n[metadata]\nname = demo\nversion = 1.2.3\n[tox]\nminversion = 3\n',
      },
      'setup.cfg',
    ],
    [
      'setup.cfg attr',
      { 'setup.cfg': '[metadata]\nversion = attr: demo.__version__\n', 'demo.py': '__version__ = "1.2.3"\n' },
      'demo.py',
    ],
    [
      'setup.py',
      {
        'setup.py':
          'from setuptools import setup\n# version="0.0"\nsetup(name="x", python_version="3", version="1.2.3",)\n',
      },
      'setup.py',
    ],
    [
      'setup.py with the version of its module',
      {
        'setup.py':
          'import demo\nfrom setuptools import setup\nsetup(name="demo", version=demo.__version__)\n',
        'demo.py': 'import sys\n__author__ = "x"\n__version__ = "1.2.3"\n',
      },
      'demo.py',
    ],
    [
      'setup.py with a version variable',
      { 'setup.py': "VERSION = '1.2.3'\nsetup(\n    name='demo',\n    version=VERSION,\n)\n" },
      'setup.py',
    ],
    [
      'hatch path',
      {
        'pyproject.toml': `${hatch}[tool.hatch.version]\npath = "demo/__about__.py"\n`,
        'demo/__about__.py': '__version__ = "1.2.3"\n',
      },
      'demo/__about__.py',
    ],
    [
      'hatch pattern',
      {
        'pyproject.toml': `${hatch}[tool.hatch.version]\npath = "v.txt"\npattern = "ver: (?P<version>[^ ]+)"\n`,
        'v.txt': 'a\nver: 1.2.3 x\n',
      },
      'v.txt',
    ],
    [
      'flit',
      {
        'pyproject.toml': flit,
        'src/my_demo/__init__.py': '"""My demo"""\nfrom . import x\n__version__ = "1.2.3"\n',
      },
      'src/my_demo/__init__.py',
    ],
    [
      'pdm',
      {
        'pyproject.toml':
          '[build-system]\nbuild-backend = "pdm.backend"\n[tool.pdm.version]\nsource = "file"\npath = "d/__init__.py"\n',
        'd/__init__.py': "__version__ = '1.2.3'",
      },
      'd/__init__.py',
    ],
    [
      'maturin',
      {
        'pyproject.toml': '[build-system]\nbuild-backend = "maturin"\n',
        'Cargo.toml': '[package]\nversion.workspace = true\n[workspace.package]\nversion = "1.2.3"\n',
      },
      'Cargo.toml',
    ],
  ])('the version is found and replaced where the backend reads it: %s', async (_what, files, path) => {
    await expectOneChange(files as unknown as Files, path);
  });

  it.each([
    ['setuptools-scm', `${setuptools}[tool.setuptools_scm]\n`],
    [
      'setuptools-scm',
      '[build-system]\nrequires = ["setuptools-scm>=8"]\nbuild-backend = "setuptools.build_meta"\n[project]\ndynamic = ["version"]\n',
    ],
    ['hatch (vcs)', `${hatch}[tool.hatch.version]\nsource = "vcs"\n`],
    ['pdm (scm)', '[build-system]\nbuild-backend = "pdm.backend"\n[tool.pdm.version]\nsource = "scm"\n'],
    [
      'poetry-dynamic-versioning',
      '[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n',
    ],
  ])('the version comes from git tags with %s, so that no file is edited', async (tool, text) => {
    const project = await discoverProject(projectFiles({ 'pyproject.toml': text }));
    expect(project).toMatchObject({ tagTool: tool, version: undefined, locations: [] });
  });

  it('the project name is read from setup.py', async () => {
    const files = { 'setup.py': 'setup(version="1.0", name="de-mo")\n' };
    expect((await discoverProject(projectFiles(files))).name).toBe('de-mo');
  });

  it('two version fields that disagree are rejected with both locations', async () => {
    const text = '[project]\nversion = "1.2.3"\n[tool.poetry]\nversion = "1.2.4"\n';
    await expect(discoverProject(projectFiles({ 'pyproject.toml': text }))).rejects.toThrow(
      'pyproject.toml, line 2 ([project].version) says "1.2.3", pyproject.toml, line 4 ([tool.poetry].version) says "1.2.4"',
    );
  });
  it('two version fields that agree are both replaced', async () => {
    const { edited } = await release({
      'pyproject.toml': '[project]\nversion = "1.2"\n[tool.poetry]\nversion = \'1.2.0\'\n',
    });
    expect(edited['pyproject.toml']).toBe(
      '[project]\nversion = "9.9.9"\n[tool.poetry]\nversion = \'9.9.9\'\n',
    );
  });
  it.each([
    ['no project', {}, 'There is no pyproject.toml, setup.cfg or setup.py'],
    [
      'a duplicate key',
      { 'pyproject.toml': '[project]\nversion = "1"\nversion = "2"\n' },
      'pyproject.toml is not TOML',
    ],
    ['broken TOML', { 'pyproject.toml': '[project\n' }, 'pyproject.toml is not TOML, line 2'],
    ['no version', { 'pyproject.toml': '[project]\nname = "x"\n' }, 'No version was found'],
    [
      'an invalid version',
      { 'pyproject.toml': '[project]\nversion = "1.0-beta-x"\n' },
      'pyproject.toml, line 2 ([project].version) is "1.0-beta-x"',
    ],
    [
      'a computed version',
      { 'pyproject.toml': `${flit}`, 'my_demo.py': '__version__ = ".".join(parts)\n' },
      '__version__ of my_demo.py is computed in a way that is not followed',
    ],
    [
      'a tuple that is not a version',
      {
        'pyproject.toml': `${setuptools}[tool.setuptools.dynamic]\nversion = {attr = "demo.VERSION"}\n`,
        'demo.py': 'VERSION = ("six", "one")\n',
      },
      'VERSION of demo.py is a tuple that is not a version',
    ],
    [
      'a concatenated version',
      { 'pyproject.toml': flit, 'my_demo.py': '__version__ = "1." + minor\n' },
      '__version__ of my_demo.py is computed in a way that is not followed',
    ],
    [
      'a pointer to a missing module',
      { 'pyproject.toml': `${setuptools}[tool.setuptools.dynamic]\nversion = {attr = "gone.x"}\n` },
      '"gone.x", which is not found',
    ],
  ])('a project with %s is rejected with a reason', async (_what, files, message) => {
    await expect(discoverProject(projectFiles(files as unknown as Files))).rejects.toThrow(message);
  });
});
