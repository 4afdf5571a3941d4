import { describe, expect, it } from 'vitest';
import { readToolFiles } from '../../src/adopt/read-tool-files.ts';
import { readToolSettings } from '../../src/adopt/tool-settings.ts';

const read = (script: string, pyproject = '', releasePlease?: string) => {
  const { tool, inputs, notes, unused } = readToolSettings(script, readToolFiles(pyproject, releasePlease));
  return { tool, inputs: Object.fromEntries(inputs), notes, unused };
};

describe('the configuration of a tool for versions', () => {
  it('python-semantic-release becomes inputs', () => {
    const toml =
      '[tool.semantic_release]\ntag_format = "rel-{version}"\nversion_toml = ["pyproject.toml:project.version"]\nversion_variables = ["src/demo/__init__.py:__version__"]\nmajor_on_zero = false\nbranch = "trunk"\nbuild_command = "make"\n[tool.semantic_release.changelog.default_templates]\nchangelog_file = "docs/CHANGES.md"\n';
    expect(read('uses: python-semantic-release/python-semantic-release@v9', toml)).toEqual({
      tool: 'python-semantic-release',
      inputs: {
        ...{ 'tag-format': 'rel-{version}', 'extra-files': ['src/demo/__init__.py'] },
        ...{ changelog: 'docs/CHANGES.md', 'pre-major': 'minor', 'release-branches': 'trunk' },
      },
      notes: ['The build command "make": python-build builds instead.'],
      unused: ['[tool.semantic_release] in pyproject.toml'],
    });
  });

  it('release-please becomes inputs, with the component in its tags', () => {
    const config = JSON.stringify({
      'bump-minor-pre-major': true,
      packages: {
        lib: {
          ...{ component: 'demo', 'changelog-path': 'NEWS.md' },
          'extra-files': ['lib/version.txt', { type: 'toml', path: 'lib/x.toml' }],
        },
      },
    });
    expect(read('googleapis/release-please-action@v4', '', config).inputs).toEqual({
      ...{ 'tag-format': 'demo-v{version}', changelog: 'NEWS.md', path: 'lib', 'pre-major': 'minor' },
      'extra-files': ['lib/version.txt', 'lib/x.toml'],
    });
  });

  it('commitizen and bump-my-version have their tags and files', () => {
    const commitizen =
      '[tool.commitizen]\ntag_format = "v$version"\nversion_files = ["a.py:version", "pyproject.toml:version"]\n';
    expect(read('cz bump --yes', commitizen).inputs).toEqual({
      ...{ 'tag-format': 'v{version}', 'extra-files': ['a.py'], 'pre-major': 'major' },
    });
    const bumpversion =
      '[tool.bumpversion]\ntag_name = "r{new_version}"\n[[tool.bumpversion.files]]\nfilename = "b.py"\n';
    expect(read('bump-my-version bump minor', bumpversion).inputs).toEqual({
      ...{ 'tag-format': 'r{version}', 'extra-files': ['b.py'] },
    });
  });

  it('a workflow without such a tool, and a file that is not valid, have no inputs', () => {
    expect(read('twine upload dist/*', '[tool.semantic_release]\n')).toMatchObject({
      tool: undefined,
      inputs: {},
    });
    expect(read('semantic-release publish', '[').inputs).toEqual({ 'pre-major': 'major' });
  });
});
