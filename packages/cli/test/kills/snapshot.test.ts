import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/kills/random.ts';
import { compareSnapshots } from '../../src/kills/snapshot.ts';

describe('compareSnapshots', () => {
  it('finds nothing between two equal end states', () => {
    expect(compareSnapshots({ refs: ['a'], index: [] }, { refs: ['a'], index: [] })).toEqual([]);
  });
  it('names what differs, what is missing and what is left over', () => {
    const golden = { refs: ['refs/tags/v1'], index: ['demo.whl'] };
    expect(compareSnapshots(golden, { refs: ['refs/tags/v1'], index: [], more: 1 })).toEqual([
      'index: expected …["demo.whl"], found …[]',
      'more: expected …nothing, found …1',
    ]);
  });
});

describe('createRandom', () => {
  it('draws the same numbers from the same seed, and others from another', () => {
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
