import type { ChangelogFiles } from '@slipway/changelog/changelog/find-changelog';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { type ChangelogFacts, planChangelogEdits } from '../src/changelog/changelog-edit.ts';

const facts = {
  ...{ path: undefined, folder: '.', version: '1.1.0', previousTag: 'v1.0.0' },
  formatTag: (version: string) => `v${version}`,
  ...{ repositoryUrl: 'https://github.com/octo/demo', date: '2026-03-04' },
};

/** A commit with these files. */
function listFiles(files: Readonly<Record<string, string | Uint8Array>>): ChangelogFiles {
  return {
    read: async (path) => (path in files ? Buffer.from(files[path] ?? '') : undefined),
    async list(folder) {
      const inside = Object.keys(files).filter((path) => folder === '' || path.startsWith(`${folder}/`));
      const rest = inside.map((path) => path.slice(folder === '' ? 0 : folder.length + 1));
      const names = new Map(rest.map((path) => [path.split('/')[0] ?? '', path.includes('/')]));
      return [...names].map(([name, isFolder]) => ({ name, isFolder }));
    },
  };
}

async function plan(
  files: Readonly<Record<string, string | Uint8Array>>,
  more: Partial<Omit<ChangelogFacts, 'formatTag'>> = {},
) {
  const log = createMemoryLog();
  const [edit, ...others] = await planChangelogEdits(listFiles(files), { ...facts, ...more }, log);
  return {
    path: edit?.path,
    text: edit && Buffer.from(edit.after ?? []).toString(),
    bytes: edit?.after,
    others,
    before: edit?.before,
    lines: log.lines,
  };
}

const changelog = (unreleased: string, rest = '') => `# Changelog\n\n## [Unreleased]\n${unreleased}${rest}`;

describe('the changelog of a release', () => {
  it('the changelog gets a dated heading for the version above what was unreleased', async () => {
    const text = changelog('\n- something\n', '\n## [1.0.0] - 2026-01-01\n\n- first\n');
    const edit = await plan({ 'CHANGELOG.md': text });
    expect(edit.path).toBe('CHANGELOG.md');
    expect(edit.text).toMatch(/## \[Unreleased\]\n\n## \[1\.1\.0\] - 2026-03-04\n\n- something\n/);
    expect(edit.text).toContain('## [1.0.0] - 2026-01-01\n\n- first\n');
    expect(Buffer.from(edit.before ?? []).toString()).toBe(text);
    expect(edit.lines).toEqual([]);
  });

  it('the top one of several unreleased sections is released when none announces the version, and the log says so', async () => {
    const text =
      'Changes\n=======\n\nVersion 3.1.0\n-------------\n\nUnreleased\n\n- a\n\nVersion 3.0.3\n-------------\n\nUnreleased\n\n- b\n\nVersion 3.0.2\n-------------\n\nReleased 2024-10-18\n\n- c\n';
    const edit = await plan({ 'CHANGES.rst': text }, { version: '4.0.0' });
    expect(edit.text).toMatch(/Version 4\.0\.0\n-------------\n\nReleased 2026-03-04\n\n- a\n/);
    expect(edit.text).toContain('Version 3.0.3\n-------------\n\nUnreleased\n\n- b\n');
    expect(edit.lines).toContain(
      'notice: CHANGES.rst has several headings for unreleased changes. "3.1.0" (line 4) is used for 4.0.0, and not "3.0.3" (line 11).',
    );
    const patch = await plan({ 'CHANGES.rst': text }, { version: '3.0.3' });
    expect(patch.text).toMatch(/Version 3\.0\.3\n-------------\n\nReleased 2026-03-04\n\n- b\n/);
  });

  it('the first of two unreleased sections is released, with a warning that names the other one', async () => {
    const edit = await plan({ 'CHANGELOG.md': changelog('\n- x\n', '\n## [Unreleased]\n\n- y\n') });
    expect(edit.text).toContain('## [1.1.0] - 2026-03-04\n\n- x\n');
    expect(edit.lines).toEqual([
      'warning: CHANGELOG.md has several headings for unreleased changes. "Unreleased" (line 3) is used for 1.1.0, and not "Unreleased" (line 7).',
    ]);
  });

  it('the first unreleased section with entries is released when none announces the version', async () => {
    const text = '## Next (unreleased)\n\n## Unreleased\n\n- x\n\n## 1.0.0\n\n- y\n';
    const edit = await plan({ 'CHANGELOG.md': text });
    expect(edit.text).toMatch(/## 1\.1\.0[^\n]*\n\n- x\n/);
  });

  it('the changelog is another file where the input names one', async () => {
    const files = { 'docs/news.md': changelog('\n- x\n'), 'CHANGELOG.md': changelog('\n- y\n') };
    expect((await plan(files, { path: 'docs/news.md' })).path).toBe('docs/news.md');
  });

  it('the changelog need not be there, unless the input names it', async () => {
    expect((await plan({})).path).toBeUndefined();
    await expect(plan({}, { path: 'NEWS.md' })).rejects.toThrow(/"NEWS\.md" is not in the repository/);
  });

  it('the changelog may have nothing under Unreleased, which is said', async () => {
    const edit = await plan({ 'CHANGELOG.md': changelog('\n') });
    expect(edit.text).toContain('## [1.1.0] - 2026-03-04');
    expect(edit.lines).toEqual(['notice: CHANGELOG.md has no entries for 1.1.0: the new section is empty.']);
  });

  it.each([
    ['has no Unreleased heading', '# Changelog\n\n## 1.0.0\n\n- first\n'],
    ['has the version already', changelog('\n- x\n', '\n## [1.1.0] - 2026-03-01\n')],
    ['has the version in another spelling', changelog('\n- x\n', '\n## [v1.1] - 2026-03-01\n')],
  ])('the changelog is left alone when it %s', async (_what, text) => {
    const edit = await plan({ 'CHANGELOG.md': text });
    expect(edit.path).toBeUndefined();
    expect(edit.lines).toHaveLength(1);
  });

  it.each([
    ['HISTORY.md', 'History\n=======\n\n## 1.1.0 (unreleased)\n\n- x\n\n## 1.0.0 (2026-01-01)\n\n- y\n'],
    [
      'CHANGES.rst',
      'Version 1.1.0\n-------------\n\nUnreleased\n\n- x\n\nVersion 1.0.0\n-------------\n\nReleased 2026-01-01\n\n- y\n',
    ],
    [
      'NEWS',
      '1.1.0 (unreleased)\n------------------\n\n- x\n\n1.0.0 (2026-01-01)\n------------------\n\n- y\n',
    ],
    ['docs/changelog.md', changelog('\n- x\n', '\n## [1.0.0] - 2026-01-01\n\n- y\n')],
    [
      'docs/source/changes.rst',
      'Unreleased\n----------\n\n- x\n\n1.0.0 (2026-01-01)\n------------------\n\n- y\n',
    ],
    [
      'doc/en/changelog.rst',
      'demo 1.1.0 (unreleased)\n=======================\n\n- x\n\ndemo 1.0.0 (2026-01-01)\n=======================\n\n- y\n',
    ],
  ])('the changelog is found as %s', async (path, text) => {
    const edit = await plan({ [path]: text, 'README.md': '# Demo\n' });
    expect(edit.path).toBe(path);
    expect(edit.text).toContain('2026-03-04');
    expect(edit.lines).toEqual([]);
  });

  it('the changelog belongs to the package whose folder is released', async () => {
    const files = {
      'CHANGELOG.md': changelog('\n- all\n'),
      'packages/liba/CHANGELOG.md': changelog('\n- a\n'),
    };
    expect((await plan(files, { folder: './packages/liba/' })).path).toBe('packages/liba/CHANGELOG.md');
    expect((await plan(files, { folder: 'packages/libb' })).path).toBeUndefined();
    expect((await plan(files, { folder: 'packages/liba', path: 'CHANGELOG.md' })).path).toBe(
      'packages/liba/CHANGELOG.md',
    );
  });

  it('the changelog is the one with unreleased entries, and the others are named with a reason', async () => {
    const edit = await plan({
      'CHANGES.rst': '1.0.0 (2026-01-01)\n------------------\n\n- y\n',
      'HISTORY.md': changelog('\n- x\n'),
      'NEWS.md': '# News\n\nWe moved.\n',
      'docs/changelog.rst': '.. include:: ../CHANGES.rst\n',
    });
    expect(edit.path).toBe('HISTORY.md');
    expect(edit.lines).toEqual([
      'notice: CHANGES.rst is not used: it has no heading for unreleased changes.',
      'notice: NEWS.md is not used: it has no heading that names a version.',
      'notice: docs/changelog.rst is not used: it only includes ../CHANGES.rst.',
    ]);
  });

  it('the changelog keeps bytes that are not UTF-8', async () => {
    const before = Buffer.from(
      changelog('\n- caf\u00e9\n', '\n## [1.0.0] - 2026-01-01\n\n- \u00fcber\n'),
      'latin1',
    );
    const edit = await plan({ 'CHANGELOG.md': before });
    const after = Buffer.from(edit.bytes ?? []);
    expect(after.toString('latin1')).toBe(
      before.toString('latin1').replace('[Unreleased]\n', '[Unreleased]\n\n## [1.1.0] - 2026-03-04\n'),
    );
    expect(after.includes(Buffer.from([0xef, 0xbf, 0xbd]))).toBe(false);
  });

  it('the changelog is left alone when the input is "none"', async () => {
    expect((await plan({ 'CHANGELOG.md': changelog('\n- x\n') }, { path: 'none' })).path).toBeUndefined();
  });

  it('gathers the entries of release candidates', async () => {
    const candidate = '\n## [1.1.0rc1] - 2026-02-01\n\n- early\n\n## [1.0.0] - 2026-01-01\n\n- first\n';
    const edit = await plan({ 'CHANGELOG.md': changelog('', candidate) });
    expect(edit.text).toBe(
      changelog('\n## [1.1.0] - 2026-03-04\n\n- early\n', '\n## [1.0.0] - 2026-01-01\n\n- first\n'),
    );
    expect(edit.lines).toEqual([
      'notice: CHANGELOG.md: 1.1.0 has the entries of 1.1.0rc1, whose sections go.',
    ]);
  });

  it('the changelog has the text of fragments, which are deleted', async () => {
    const edit = await plan({
      'pyproject.toml':
        '[project]\nname = "demo"\n[tool.towncrier]\ndirectory = "changes"\nfilename = "CHANGES.rst"\n',
      'CHANGES.rst':
        '.. towncrier release notes start\n\ndemo 1.0.0 (2026-01-01)\n=======================\n\n- first\n',
      ...{
        'changes/7.feature.rst': 'A thing.\n',
        'changes/+a.bugfix.rst': 'A fix.\n',
        'changes/.gitignore': '!.gitignore\n',
      },
    });
    expect(edit.path).toBe('CHANGES.rst');
    expect(edit.text).toBe(
      '\n\n.. towncrier release notes start\n\ndemo 1.1.0 (2026-03-04)\n=======================\n\nFeatures\n--------\n\n- A thing. (#7)\n\n\nBugfixes\n--------\n\n- A fix.\n\n\ndemo 1.0.0 (2026-01-01)\n=======================\n\n- first\n',
    );
    expect(edit.others.map(({ path, after }) => [path, after])).toEqual([
      ['changes/+a.bugfix.rst', undefined],
      ['changes/7.feature.rst', undefined],
    ]);
    expect(edit.lines).toEqual(['notice: CHANGES.rst has the text of 2 fragments, which are deleted.']);
  });

  it('the changelog is laid out by the default template where the project has its own, under a heading as before', async () => {
    const edit = await plan({
      'towncrier.toml':
        '[tool.towncrier]\ndirectory = "news"\nfilename = "CHANGELOG.md"\ntemplate = "news/t.md.jinja"\ntitle_format = ""\n',
      'CHANGELOG.md':
        '# Log\n\n<!-- towncrier release notes start -->\n\n## [1.0.0](https://e.org/tree/1.0.0) - 2026-01-01\n\n- first\n',
      ...{ 'news/7.feature.md': 'A thing.\n', 'news/t.md.jinja': '{{ versiondata }}' },
    });
    expect(edit.text).toContain(
      '## [1.1.0](https://e.org/tree/1.1.0) - 2026-03-04\n\n### Features\n\n- A thing. (#7)\n',
    );
    expect(edit.lines[0]).toMatch(/^notice: The template news\/t\.md\.jinja is not evaluated/);
  });

  it('names files whose names have no type, and rejects them where the project lists what to ignore', async () => {
    const files = { 'changes/7.feture.md': 'x', 'changes/8.feature.md': 'y' };
    const config = '[tool.towncrier]\ndirectory = "changes"\n';
    const edit = await plan({ ...files, 'pyproject.toml': config });
    expect(edit.lines[0]).toBe(
      'notice: No type of fragment is in the name of changes/7.feture.md; the types are feature, bugfix, doc, removal, misc. These files stay.',
    );
    await expect(plan({ ...files, 'pyproject.toml': `${config}ignore = ["x"]\n` })).rejects.toMatchObject({
      code: 'E_CHANGELOG_FRAGMENT',
    });
  });

  it('the changelog says when there are fragments of another tool', async () => {
    const edit = await plan({ 'changelog.d/20260101_a.md': '### Added\n\n- x\n' });
    expect(edit.path).toBeUndefined();
    expect(edit.lines).toEqual([
      'notice: changelog.d has fragments of scriv, which Slipway does not read. Run "scriv collect" and merge the result before the release.',
    ]);
  });

  it('the changelog is refused when it cannot be told what is unreleased', async () => {
    const below = '## [1.0.0] - 2026-01-01\n\n- y\n\n## [Unreleased]\n\n- x\n';
    await expect(plan({ 'CHANGELOG.md': below })).rejects.toMatchObject({ code: 'E_CHANGELOG_AMBIGUOUS' });
  });
});
