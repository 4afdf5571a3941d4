import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/kills/random.ts';
import { compareSnapshots } from '../../src/kills/snapshot.ts';

describe('compareSnapshots', () => {
  it('two equal end states have no difference', () => {
    expect(compareSnapshots({ refs: ['a'], index: [] }, { refs: ['a'], index: [] })).toEqual([]);
  });
  it('different, missing and additional entries are named', () => {
    const golden = { refs: ['refs/tags/v1'], index: ['demo.whl'] };
    expect(compareSnapshots(golden, { refs: ['refs/tags/v1'], index: [], more: 1 })).toEqual([
      'index: expected …["demo.whl"], found …[]',
      'more: expected …nothing, found …1',
    ]);
  });
});

describe('createRandom', () => {
  it('the same seed produces the same numbers, and a different seed different ones', () => {
    const draw = (seed: string): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.between(1, 100));
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(Math.min(...draw('c'))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...draw('c'))).toBeLessThanOrEqual(100);
  });
});
