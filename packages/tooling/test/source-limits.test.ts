import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { listSourceFiles } from '../src/rules/source-files.ts';
import { findLockedAddresses, findLongFile } from '../src/rules/source-limits.ts';

describe('source limits', () => {
  it('the 301st line of a source file is rejected, but not of a fixture', () => {
    expect(findLongFile('packages/a/src/b.ts', 'x\n'.repeat(300))).toEqual([]);
    expect(findLongFile('packages/a/src/b.ts', 'x\n'.repeat(301))).toEqual([
      'packages/a/src/b.ts: 301 lines, more than 300',
    ]);
    expect(findLongFile('packages/a/test/fixtures/b.ts', 'x\n'.repeat(301))).toEqual([]);
  });

  it('a download address in the lockfile is rejected, but not the link of a workspace', () => {
    const lock = (entry: object) => JSON.stringify({ packages: { 'node_modules/a': entry } });
    expect(findLockedAddresses('lock', lock({ resolved: 'https://x/a.tgz' }))).toHaveLength(1);
    expect(findLockedAddresses('lock', lock({ resolved: 'packages/a', link: true }))).toEqual([]);
  });

  it('the source files include tests and exclude bundles and dependencies', async () => {
    const files = await listSourceFiles(repositoryRoot);
    expect(files).toContain('packages/tooling/test/source-limits.test.ts');
    expect(files.filter((path) => /^(dist|node_modules)\//.test(path))).toEqual([]);
  });
});
