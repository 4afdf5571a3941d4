import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';

/** The rows of the page, as title of a test and path of its file. */
function readRows(page: string): { readonly title: string; readonly path: string }[] {
  return [...page.matchAll(/^\| [^|]*\| \[(.+)\]\(\.\.\/\.\.\/(\S+)\) \|$/gm)].map(
    ([, title = '', path = '']) => ({
      title,
      path,
    }),
  );
}

it('every guarantee names a test that exists', async () => {
  const page = await readFile(join(repositoryRoot, 'docs/contributing/guarantees.md'), 'utf8');
  const rows = readRows(page);
  const tableRows = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line !== '| Guarantee | Test |');
  expect(rows).toHaveLength(tableRows.length);
  expect(rows.length).toBeGreaterThan(40);
  const missing: string[] = [];
  for (const { title, path } of rows) {
    const source = await readFile(join(repositoryRoot, path), 'utf8');
    if (!source.replaceAll("\\'", "'").includes(`'${title}'`)) missing.push(`${path}: ${title}`);
  }
  expect(missing).toEqual([]);
});
