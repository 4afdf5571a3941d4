import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { planChangelogEdit } from '../src/changelog-edit.ts';

const facts = {
  ...{ path: undefined, version: '1.1.0', previousVersion: '1.0.0', tagPrefix: 'v' },
  ...{ repositoryUrl: 'https://github.com/octo/demo', date: '2026-03-04' },
};

async function plan(
  files: Readonly<Record<string, string>>,
  more: Partial<typeof facts> | { path: string } = {},
) {
  const log = createMemoryLog();
  const read = async (path: string) => (path in files ? Buffer.from(files[path] ?? '') : undefined);
  const edit = await planChangelogEdit({ read }, { ...facts, ...more }, log);
  return {
    path: edit?.path,
    text: edit && Buffer.from(edit.after).toString(),
    before: edit?.before,
    lines: log.lines,
  };
}

const changelog = (unreleased: string, rest = '') => `# Changelog\n\n## [Unreleased]\n${unreleased}${rest}`;

describe('the changelog of a release', () => {
  it('gets a dated heading for the version above what was unreleased', async () => {
    const text = changelog('\n- something\n', '\n## [1.0.0] - 2026-01-01\n\n- first\n');
    const edit = await plan({ 'CHANGELOG.md': text });
    expect(edit.path).toBe('CHANGELOG.md');
    expect(edit.text).toMatch(/## \[Unreleased\]\n\n## \[1\.1\.0\] - 2026-03-04\n\n- something\n/);
    expect(edit.text).toContain('## [1.0.0] - 2026-01-01\n\n- first\n');
    expect(Buffer.from(edit.before ?? []).toString()).toBe(text);
    expect(edit.lines).toEqual([]);
  });

  it('is another file where the input names one', async () => {
    const files = { 'docs/news.md': changelog('\n- x\n'), 'CHANGELOG.md': changelog('\n- y\n') };
    expect((await plan(files, { path: 'docs/news.md' })).path).toBe('docs/news.md');
  });

  it('need not be there, unless the input names it', async () => {
    expect((await plan({})).path).toBeUndefined();
    await expect(plan({}, { path: 'NEWS.md' })).rejects.toThrow(/"NEWS\.md" is not in the repository/);
  });

  it('may have nothing under Unreleased, which is said', async () => {
    const edit = await plan({ 'CHANGELOG.md': changelog('\n') });
    expect(edit.text).toContain('## [1.1.0] - 2026-03-04');
    expect(edit.lines).toEqual([
      expect.stringMatching(/^notice: CHANGELOG\.md: Nothing is under "Unreleased"/),
    ]);
  });

  it.each([
    ['has no Unreleased heading', '# Changelog\n\n## 1.0.0\n\n- first\n'],
    ['has the version already', changelog('\n- x\n', '\n## [1.1.0] - 2026-03-01\n')],
    ['has the version in another spelling', changelog('\n- x\n', '\n## [v1.1] - 2026-03-01\n')],
  ])('is left alone when it %s', async (_what, text) => {
    const edit = await plan({ 'CHANGELOG.md': text });
    expect(edit.path).toBeUndefined();
    expect(edit.lines).toHaveLength(1);
  });

  it('is refused when it cannot be told what is unreleased', async () => {
    const twice = changelog('\n- x\n', '\n## [Unreleased]\n\n- y\n');
    await expect(plan({ 'CHANGELOG.md': twice })).rejects.toMatchObject({ code: 'E_CHANGELOG_AMBIGUOUS' });
  });
});
