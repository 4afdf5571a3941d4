import type { ChangelogFiles } from '@slipway/changelog/changelog/find-changelog';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { findVersionSection } from '../src/changelog-section.ts';

function listFiles(files: Readonly<Record<string, string | Uint8Array>>): ChangelogFiles {
  return {
    read: async (path) => (path in files ? Buffer.from(files[path] ?? '') : undefined),
    async list(folder) {
      const inside = Object.keys(files).filter((path) => folder === '' || path.startsWith(`${folder}/`));
      const rest = inside.map((path) => path.slice(folder === '' ? 0 : folder.length + 1));
      return [...new Map(rest.map((path) => [path.split('/')[0] ?? '', path.includes('/')]))].map(
        ([name, isFolder]) => ({ name, isFolder }),
      );
    },
  };
}

async function find(
  files: Readonly<Record<string, string | Uint8Array>>,
  more: { path?: string; folder?: string } = {},
) {
  const log = createMemoryLog();
  const question = { path: undefined, folder: '.', version: '1.1.0', ...more };
  return { ...(await findVersionSection(listFiles(files), question, log)), lines: log.lines };
}

describe('the section for the notes', () => {
  it('the section for the notes is Markdown when the changelog is reStructuredText', async () => {
    const text =
      'Changes\n=======\n\nVersion 1.1.0\n-------------\n\nReleased 2026-03-04\n\n-   Fix the\n    thing. :pr:`7`\n\n\nVersion 1.0.0\n-------------\n\nReleased 2026-01-01\n\n-   First.\n';
    expect(await find({ 'CHANGES.rst': text })).toMatchObject({
      path: 'CHANGES.rst',
      text: '- Fix the thing. #7',
      lines: ['info: Notes are from the section 1.1.0 of CHANGES.rst.'],
    });
  });

  it('the section for the notes has its paragraphs on one line', async () => {
    const text =
      '# Log\n\n## 1.1.0\n\nA long\nparagraph.\n\n- An item\n  of two lines.\n\n```\na\nb\n```\n\n## 1.0.0\n\n- x\n';
    expect(await find({ 'HISTORY.md': text })).toMatchObject({
      text: 'A long paragraph.\n\n- An item of two lines.\n\n```\na\nb\n```',
    });
  });

  it('the section for the notes is read in the encoding of the file', async () => {
    const text = Buffer.from('# Log\n\n## v1.1\n\n- caf\u00e9 \u0093quoted\u0094\n', 'latin1');
    expect(await find({ 'CHANGELOG.md': text })).toMatchObject({ text: '- café “quoted”' });
  });

  it('the section for the notes is that of a patch release and not of the minor release below', async () => {
    const text =
      '# Log\n\n### [1.1.1](https://e.org) (2026-02-01)\n\n### Fixes\n\n- a\n\n## [1.1.0](https://e.org) (2026-01-01)\n\n### Features\n\n- b\n\n### [1.0.1](https://e.org) (2025-12-01)\n\n### Fixes\n\n- c\n';
    expect(await find({ 'CHANGELOG.md': text })).toMatchObject({ text: '### Features\n\n- b' });
  });

  it('the section for the notes is looked for in the next file when the first has none, which is said', async () => {
    const found = await find({
      'CHANGELOG.md': '# Log\n\n## 1.0.0\n\n- x\n',
      'docs/changelog.md': '# Log\n\n## 1.1.0\n\n- y\n',
    });
    expect(found).toMatchObject({ path: 'docs/changelog.md', text: '- y' });
    expect(found.lines[0]).toBe('notice: CHANGELOG.md is not used: it has no section for version 1.1.0.');
  });

  it.each([
    ['docs/release-notes/1.1.0.md', '# Demo 1.1.0\n\n- A\n  thing.\n', '- A thing.'],
    ['doc/source/release/1.1.0-notes.rst', '=====\nNotes\n=====\n\n* ``x``\n', '- `x`'],
    ['docs/en/whatsnew/v1.1.rst', 'Intro.\n\nNew\n---\n\n- y\n', 'Intro.\n\n### New\n\n- y'],
  ])(
    'the section for the notes is the file %s where each version has its own',
    async (path, text, expected) => {
      const files = { [path]: text, 'CHANGELOG.md': '## 1.0.0\n\n- x\n' };
      expect(await find(files)).toMatchObject({ path, text: expected });
    },
  );

  it.each([
    [{}, {}, 'no changelog was found'],
    [{}, { path: 'NEWS.md' }, '"NEWS.md" does not exist'],
    [{ 'CHANGELOG.md': '## 1.0.0\n\n- x\n' }, {}, 'CHANGELOG.md has no section for version 1.1.0'],
    [
      { 'CHANGELOG.md': '## 1.1.0\n\n### Added\n' },
      {},
      'CHANGELOG.md has an empty section for version 1.1.0',
    ],
    [{ 'CHANGELOG.md': '## 1.1.0\n\n- x\n' }, { folder: 'packages/a' }, 'no changelog was found'],
  ])('the section for the notes of %j with %j is missing: %s', async (files, more, problem) => {
    expect(await find(files, more)).toMatchObject({ path: undefined, problem });
  });
});
