import { describe, expect, it } from 'vitest';
import { findOwner } from '../src/find-owner.ts';

const packages = [
  { name: 'acme', folder: undefined },
  { name: 'lib-a', folder: 'packages/a' },
  { name: 'Lib_A.core', folder: 'packages/core' },
  { name: 'liba-2', folder: 'libs/two' },
];

describe('the package that a tag names', () => {
  it.each([
    ['lib_a-v1.0', 'lib-a'],
    ['a/v1.0', 'lib-a'],
    ['packages/a/v1.0', 'lib-a'],
    ['lib-a-core==1.0', 'Lib_A.core'],
    ['core@2.0', 'Lib_A.core'],
    ['liba-2-1.0', 'liba-2'],
    ['acme-1.0', 'acme'],
  ])('%s names %s', (tag, name) => {
    expect(findOwner(tag, packages)?.name).toBe(name);
  });

  it.each(['v1.0', '1.0', 'other-1.0', 'lib-a', 'lib-a-next', 'a/1.x'])('%s names none', (tag) => {
    expect(findOwner(tag, packages)).toBeUndefined();
  });
});
