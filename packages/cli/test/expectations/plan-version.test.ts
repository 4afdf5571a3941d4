import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, listCells } from '../../src/expectations/cell.ts';
import { expectImageTags } from '../../src/expectations/expect-image-tags.ts';
import { planKind, planVersion } from '../../src/expectations/plan-version.ts';
import { plain, selectedCells } from '../support/cells.ts';

const version = (text: string) => parseVersion(text, 'test');

const none = { onLine: [], anywhere: [] };

describe('planVersion', () => {
  it('the requested version is computed from the bump', () => {
    const planned = (bump: string, current = '1.1.0') => planVersion({ kind: 'bump', bump }, current, none);
    expect(
      ['minor', 'rc', 'post', 'dev'].map((bump) => formatVersion(planned(bump) ?? version('0'))),
    ).toEqual([...['1.2.0', '1.1.1rc1', '1.1.0.post1', '1.1.1.dev1']]);
    expect(planned('auto')).toBeUndefined();
    expect(planned('release')).toBeUndefined();
    expect(planned('minor', '')).toBeUndefined();
    expect(planVersion({ kind: 'tag', tag: 'lib-v3.0' }, '', none)?.release).toEqual([3n, 0n]);
  });

  it.each([
    ['1.0.0', ['1.2.0'], '1.3.0'],
    ['1.3.0', ['1.2.0'], '1.3.0'],
    ['1.1.0', [], '1.2.0'],
    ['1.1.0', ['2.0.0rc1', '1.1.0'], undefined],
  ])('the next minor version of files with %s after the releases %j is %s', (current, released, expected) => {
    const releases = { onLine: released.map(version), anywhere: released.map(version) };
    const planned = planVersion({ kind: 'bump', bump: 'minor' }, current, releases);
    expect(planned && formatVersion(planned)).toBe(expected);
  });

  it('the kind of the version is known even if the version is not', () => {
    expect(planKind({ kind: 'bump', bump: 'dev' }, '')).toBe('dev');
    expect(planKind({ kind: 'bump', bump: 'minor+dev' }, '')).toBe('dev');
    expect(planKind({ kind: 'bump', bump: 'minor+b' }, '1.2.3')).toBe('pre-release');
    expect(planKind({ kind: 'bump', bump: 'auto' }, '2.0.0rc1')).toBe('pre-release');
    expect(planKind({ kind: 'default' }, '1.0')).toBe('stable');
  });
});

describe('expectImageTags', () => {
  it.each([
    ['1.2.0', [], ['1', '1.2', '1.2.0', 'latest']],
    ['1.2.0rc1', [], ['1.2.0rc1']],
    ['1.2.0.dev1', [], ['1.2.0.dev1']],
    ['1.2.0.post1', ['1.2.0', 'latest'], ['1', '1.2', '1.2.0.post1', 'latest']],
    ['1.2.4', ['1.2.3', '2.0.0', '2.0', '2', 'latest'], ['1', '1.2', '1.2.4']],
    ['1.2.4', ['1.3.0'], ['1.2', '1.2.4']],
    ['1.0', [], ['1', '1.0', 'latest']],
    ['1.0+cpu', [], ['1.0-cpu']],
    ['1!2.0.0', ['9.0.0'], ['1-2', '1-2.0', '1-2.0.0', 'latest']],
  ])('an image %s next to %j gets the tags %j', (text, existing, tags) => {
    expect(expectImageTags(version(text), existing, false)).toEqual(tags);
  });

  const stable = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))
    .map((parts) => parts.join('.'));

  it('the tag "latest" is given to exactly the highest version, in any order of releases', () => {
    fc.assert(
      fc.property(stable, fc.array(stable), (text, existing) => {
        const key = (each: string): number => Number(each.split('.').join(''));
        const isHighest = existing.every((each) => key(each) <= key(text));
        expect(expectImageTags(version(text), existing, false).includes('latest')).toBe(isHighest);
      }),
    );
  });

  it('a release that is marked as a pre-release only gets its version tag', () => {
    fc.assert(
      fc.property(stable, fc.array(stable), (text, existing) => {
        expect(expectImageTags(version(text), existing, true)).toEqual([text]);
      }),
    );
  });
});

describe('listCells', () => {
  it('every cell is listed once, and a first release is never a post-release', () => {
    const cells = listCells();
    expect(cells).toHaveLength(112);
    expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
    expect(cells.filter(({ kind, first }) => kind === 'post' && first)).toEqual([]);
  });

  it('the selection contains all but one pair of values', () => {
    const pairsOf = (cell: Cell): string[] => {
      const values = Object.entries(cell).map(([key, value]) => `${key}=${value}`);
      return values.flatMap((left, index) => values.slice(index + 1).map((right) => `${left}, ${right}`));
    };
    const byCommand: readonly Cell[] = [
      { ...plain, image: true },
      { ...plain, kind: 'pre-release', image: true },
    ];
    const shown = new Set([...byCommand, ...selectedCells].flatMap(pairsOf));
    const missing = [...new Set(listCells().flatMap(pairsOf))].filter((pair) => !shown.has(pair));
    expect(missing).toHaveLength(1);
  });
});
