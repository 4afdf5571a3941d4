import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';
import { checkEntryPoints, findMissingEntryPoints } from '../src/rules/entry-points.ts';
import { findCircles, findCrowdedFolders, readImports } from '../src/rules/rooms.ts';

describe('folders and imports', () => {
  it('the 21st source file of a folder is reported, but not in a test folder', () => {
    const files = (folder: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${folder}/file-${index}.ts`);
    expect(findCrowdedFolders(files('packages/a/src', 20))).toEqual([]);
    expect(findCrowdedFolders(files('packages/a/src/b', 21))).toEqual([
      'packages/a/src/b: 21 source files at one level, more than 20',
    ]);
    expect(findCrowdedFolders(files('packages/a/test', 21))).toEqual([]);
  });

  it('a circle is reported once with all its files, and a diamond is none', () => {
    const circle = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['a.ts']],
      ['d.ts', []],
    ]);
    expect(findCircles(circle)).toEqual(['import circle: a.ts, b.ts, c.ts']);
    const diamond = new Map([
      ['a.ts', ['b.ts', 'c.ts']],
      ['b.ts', ['d.ts']],
      ['c.ts', ['d.ts']],
      ['d.ts', []],
    ]);
    expect(findCircles(diamond)).toEqual([]);
  });

  it('imports of types and of other packages count', async () => {
    const file = 'packages/tooling/src/check.ts';
    const imports = (await readImports(repositoryRoot, [file])).get(file);
    expect(imports).toContain('packages/tooling/src/rules/rooms.ts');
    expect(imports).toContain('packages/cli/src/findings/read-workflow.ts');
  });
});

describe('entry points of a package', () => {
  const readme =
    '# a\n\n## Entry points\n\n| Import | For |\n|---|---|\n| `b`, `c/*` | x |\n\n## Rules\n\n| `d` | y |\n';

  it('an entry point without a file is reported', () => {
    const files = new Set(['packages/a/src/b.ts', 'packages/a/src/c/d.ts']);
    expect(findMissingEntryPoints('packages/a', readme, files)).toEqual([]);
    expect(findMissingEntryPoints('packages/a', readme, new Set())).toEqual([
      'packages/a/README.md: the entry point "b" stands for no file in src',
      'packages/a/README.md: the entry point "c/*" stands for no file in src',
    ]);
  });

  it('every entry point of the project exists', async () => {
    expect(await checkEntryPoints(repositoryRoot)).toEqual([]);
  });
});
