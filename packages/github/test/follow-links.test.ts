import { describe, expect, it } from 'vitest';
import { locateEntry } from '../src/commits/follow-links.ts';
import type { TreeEntry, TreeReader } from '../src/commits/tree-entries.ts';

/** A commit with these files; the text of `links` is where each leads. */
function locate(files: readonly string[], links: Readonly<Record<string, string>>, path: string) {
  const entries = new Map<string, TreeEntry>();
  const add = (full: string, mode: string, type: string): void => {
    entries.set(full, { path: full.split('/').at(-1) ?? '', mode, type, sha: full });
    const folder = full.split('/').slice(0, -1).join('/');
    if (folder !== '') add(folder, '040000', 'tree');
  };
  for (const file of files) add(file, '100644', 'blob');
  for (const link of Object.keys(links)) add(link, '120000', 'blob');
  const reader: TreeReader = { find: async (each) => entries.get(each), list: async () => undefined };
  return locateEntry(reader, path, async (link) => links[link.path] ?? '');
}

const pathOf = async (...words: Parameters<typeof locate>) => (await locate(...words))?.path;

describe('locateEntry', () => {
  it('a file without a link on its way is where its path says', async () => {
    expect(await pathOf(['docs/a.md'], {}, 'docs/a.md')).toBe('docs/a.md');
    expect(await pathOf(['docs/a.md'], {}, 'docs/b.md')).toBeUndefined();
  });

  it.each([
    ['a file beside it', { 'docs/b.md': 'a.md' }, 'docs/b.md'],
    ['a file of a different folder', { 'CHANGES.md': './docs/a.md' }, 'CHANGES.md'],
    ['a file above it', { 'pages/a.md': '../docs/a.md' }, 'pages/a.md'],
    ['a folder', { pages: 'docs' }, 'pages/a.md'],
    ['a link', { 'x.md': 'y.md', 'y.md': 'docs/a.md' }, 'x.md'],
  ])('a link to %s is followed', async (_, links, path) => {
    expect(await pathOf(['docs/a.md'], links as unknown as Record<string, string>, path)).toBe('docs/a.md');
  });

  it.each([
    ['out of the repository', { 'a.md': '../../etc/passwd' }],
    ['to an absolute path', { 'a.md': '/docs/a.md' }],
    ['to itself', { 'a.md': 'a.md' }],
    ['in a circle', { 'a.md': 'b.md', 'b.md': 'a.md' }],
    ['to the root', { 'a.md': '.' }],
    ['nowhere', { 'a.md': 'missing.md' }],
  ])('a link that leads %s is no file', async (_, links) => {
    expect(await locate(['docs/a.md'], links as unknown as Record<string, string>, 'a.md')).toBeUndefined();
  });
});
