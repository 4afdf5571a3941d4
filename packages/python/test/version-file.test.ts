import { describe, expect, it } from 'vitest';
import { bumpFiles } from './bump-files.ts';

const project = (backend: string, more = ''): string =>
  `[build-system]\nbuild-backend = "${backend}"\n[project]\nname = "my-demo"\ndynamic = ["version"]\n${more}`;

describe('version-file', () => {
  const unknown = project('acme_backend');

  it.each<[string, string, string, string, string]>([
    [
      'a Python file',
      'src/x/_version.py',
      'src/x/_version.py',
      'import os\n__version__ = "1.2.3"\n',
      '9.8.7',
    ],
    ['a file of nothing else', 'VERSION', 'VERSION', '1.2.3\n', '9.8.7'],
    [
      'package.json',
      'ui/package.json',
      'ui/package.json',
      '{"dependencies": {"version": "1"}, "version": "1.2.3"}',
      '9.8.7',
    ],
    [
      'a pattern',
      'src/x/version.h: VERSION "(?<version>[^"]+)"',
      'src/x/version.h',
      '#define VERSION "1.2.3"\n',
      '9.8.7',
    ],
    [
      "Python's spelling of a group",
      'src/x/version.h: VERSION "(?P<version>[^"]+)"',
      'src/x/version.h',
      '#define VERSION "1.2.3"\n',
      '9.8.7',
    ],
    ['a marked line', 'notes.txt', 'notes.txt', 'at 1.2.2\nnow 1.2.3 # slipway-version\n', '9.8.7'],
  ])('the version is found in %s', async (_, versionFile, path, text, to) => {
    const { version, edited } = await bumpFiles({ 'pyproject.toml': unknown, [path]: text }, { versionFile });
    expect({ version, edited }).toEqual({ version: '1.2.3', edited: { [path]: text.replace('1.2.3', to) } });
  });

  it('a version file that disagrees with [project].version is rejected, and else both are edited', async () => {
    const files = { 'pyproject.toml': '[project]\nname = "x"\nversion = "1.2.3"\n', VERSION: '1.2.3\n' };
    expect(Object.keys((await bumpFiles(files, { versionFile: 'VERSION' })).edited)).toEqual([
      'VERSION',
      'pyproject.toml',
    ]);
    await expect(bumpFiles({ ...files, VERSION: '1.2.4' }, { versionFile: 'VERSION' })).rejects.toMatchObject(
      { code: 'E_VERSION_DISAGREE' },
    );
  });

  it.each([
    ['gone.txt', 'version-file: there is no file gone.txt'],
    ['two.txt: (\\d+)', 'matches (\\d+) 2 times'],
    ['two.txt', 'version-file: two.txt has no line with the comment'],
    ['../x', 'is not a path inside the project'],
  ])('%s is rejected, and named', async (versionFile, message) => {
    await expect(
      bumpFiles({ 'pyproject.toml': unknown, 'two.txt': '1\n2\n' }, { versionFile }),
    ).rejects.toThrow(message);
  });
});
