import { describe, expect, it } from 'vitest';
import { discoverProject } from '../src/project/discover-project.ts';
import { planVersionEdits } from '../src/project/plan-version-edits.ts';
import { parseVersion } from '../src/version/parse-version.ts';
import { projectFiles } from './project-files.ts';

const pyproject = '[project]\nname = "My.App"\nversion = "1.2.3"\n';

async function plan(files: Record<string, string>, extraFiles: string[] = []) {
  const read = projectFiles(files);
  const project = await discoverProject(read);
  const { edits, strangers } = await planVersionEdits({ read }, project, {
    version: parseVersion('1.3.0rc1'),
    extraFiles,
  });
  for (const { path, before } of edits) expect(before).toBe(files[path]);
  return { edited: Object.fromEntries(edits.map(({ path, after }) => [path, after])), strangers };
}

const lock = (newline: string, own: string): string =>
  [
    'version = 1',
    '[[package]]',
    'name = "dep"',
    'version = "1.2.3"',
    'source = { registry = "https://index.example/simple" }',
    '[[package]]',
    'name = "my-app"',
    `version = "${own}"`,
    'source = { editable = "." }',
    'dependencies = [{ name = "dep" }]',
    '[[package]]',
    'name = "my-app"',
    'version = "1.2.3"',
    'source = { registry = "https://index.example/simple" }',
    '',
  ].join(newline);

describe('planVersionEdits', () => {
  it('a matching __version__ is edited and a different one is reported', async () => {
    const files = {
      'pyproject.toml': pyproject,
      'src/my_app/__init__.py': '"""x"""\n__version__ = "1.2.3"\n',
      'my_app/_version.py': "__version__ = '0.9'\n",
    };
    const { edited, strangers } = await plan(files);
    expect(edited).toEqual({
      'pyproject.toml': pyproject.replace('1.2.3', '1.3.0rc1'),
      'src/my_app/__init__.py': '"""x"""\n__version__ = "1.3.0rc1"\n',
    });
    expect(strangers.map(({ path, version }) => [path, version])).toEqual([['my_app/_version.py', '0.9']]);
  });

  it.each(['\n', '\r\n'])(
    'only the entry of the project itself is edited in uv.lock (newline %j)',
    async (newline) => {
      const { edited } = await plan({ 'pyproject.toml': pyproject, 'uv.lock': lock(newline, '1.2.3') });
      expect(edited['uv.lock']).toBe(lock(newline, '1.3.0rc1'));
    },
  );

  it('a lock file without the project version is not edited', async () => {
    const dynamic = lock('\n', '1.2.3').replace(
      'name = "my-app"\nversion = "1.2.3"\nsource = { editable',
      'name = "my-app"\nsource = { editable',
    );
    expect((await plan({ 'pyproject.toml': pyproject, 'uv.lock': dynamic })).edited).not.toHaveProperty(
      'uv.lock',
    );
  });

  it('marked lines and patterns in additional files are edited', async () => {
    const files = {
      'pyproject.toml': pyproject,
      'docs/conf.py': 'needs = "1.2.3"\nrelease = "v1.2.3"  # slipway-version\nlast = 1',
      'README.md': 'pip install my-app==1.2.3\r\nother 1.2.3\r\n',
    };
    const { edited } = await plan(files, ['docs/conf.py', String.raw`./README.md: my-app==(\S+)`]);
    expect(edited['docs/conf.py']).toBe(
      'needs = "1.2.3"\nrelease = "v1.3.0rc1"  # slipway-version\nlast = 1',
    );
    expect(edited['README.md']).toBe('pip install my-app==1.3.0rc1\r\nother 1.2.3\r\n');
  });

  it.each([
    ['a workflow', '.github/workflows/ci.yml', 'is a workflow'],
    ['a path that leaves the project', '../x', 'is not a path inside the project'],
    ['a missing file', 'gone.txt', 'there is no file gone.txt'],
    ['a file without a mark', 'plain.txt', 'has no line with the comment "slipway-version"'],
    ['a marked line with two versions', 'two.txt', 'has 2 versions in the marked line 1'],
    ['a marked line with a different version', 'old.txt', 'has "1.2.2" in line 1'],
    ['a pattern that matches twice', String.raw`plain.txt: v(\d\S+)`, 'matches v(\\d\\S+) 2 times'],
    ['a pattern without a match', 'plain.txt: x(y)', 'does not match x(y)'],
    ['a pattern without a group', 'plain.txt: v', 'has a pattern with 0 groups'],
    ['an invalid pattern', 'plain.txt: (', 'is not a regular expression'],
  ])('%s is rejected', async (_what, line, message) => {
    const files = {
      'pyproject.toml': pyproject,
      'plain.txt': 'v1.2.3\nv1.2.3\n',
      'two.txt': '1.2.3 and 1.2.3 # slipway-version\n',
      'old.txt': '1.2.2 # slipway-version\n',
    };
    await expect(plan(files, [line])).rejects.toThrow(message);
  });
});
