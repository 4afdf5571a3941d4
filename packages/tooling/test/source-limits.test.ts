import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles.ts';
import { listSourceFiles } from '../src/source-files.ts';
import { findForbiddenText, findLockedAddresses, findLongFile } from '../src/source-limits.ts';

describe('the limits of the sources', () => {
  it.each([
    ['pypi', 'org'],
    ['files', 'pythonhosted', 'org'],
    ['registry', 'npmjs', 'org'],
    ['proxy', 'golang', 'org'],
  ])('refuse the host of a registry in any file: %s.%s', (...labels) => {
    const name = labels.join('.');
    expect(findForbiddenText('a.md', `first line\nsee https://${name}/simple`)).toEqual([
      expect.stringMatching(/^a\.md:2: names the package registry /),
    ]);
  });

  it('accept a name that only ends or begins like one', () => {
    expect(findForbiddenText('a.md', `my-${['pypi', 'org'].join('.')}anisation`)).toEqual([]);
  });

  it('refuse a path of somebody’s machine and accept one of the runner', () => {
    expect(findForbiddenText('a.ts', `const home = '/${'root'}/x';`)).toHaveLength(1);
    expect(findForbiddenText('a.ts', `const home = '/home/runner/${'work'}/x';`)).toEqual([]);
  });

  it('refuse the 301st line of a source file, but not of a fixture', () => {
    expect(findLongFile('packages/a/src/b.ts', 'x\n'.repeat(300))).toEqual([]);
    expect(findLongFile('packages/a/src/b.ts', 'x\n'.repeat(301))).toEqual([
      'packages/a/src/b.ts: 301 lines, more than 300',
    ]);
    expect(findLongFile('packages/a/test/fixtures/b.ts', 'x\n'.repeat(301))).toEqual([]);
  });

  it('refuse a download address in the lockfile, but not the link of a workspace', () => {
    const lock = (entry: object) => JSON.stringify({ packages: { 'node_modules/a': entry } });
    expect(findLockedAddresses('lock', lock({ resolved: 'https://x/a.tgz' }))).toHaveLength(1);
    expect(findLockedAddresses('lock', lock({ resolved: 'packages/a', link: true }))).toEqual([]);
  });

  it('look at this file, and not at bundles or dependencies', async () => {
    const files = await listSourceFiles(repositoryRoot);
    expect(files).toContain('packages/tooling/test/source-limits.test.ts');
    expect(files.filter((path) => /^(dist|node_modules)\//.test(path))).toEqual([]);
  });
});
