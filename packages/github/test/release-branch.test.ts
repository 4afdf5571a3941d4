import { describe, expect, it } from 'vitest';
import { matchesBranch } from '../src/repository/release-branch.ts';

describe('matchesBranch', () => {
  it.each([
    ['main', ['main'], true],
    ['main2', ['main'], false],
    ['xmain', ['main'], false],
    ['1.2.x', ['*.x'], true],
    ['1.2.xy', ['*.x'], false],
    ['12x', ['*.x'], false],
    ['a/1.x', ['*.x'], false],
    ['release/1', ['release/*'], true],
    ['release/', ['release/*'], true],
    ['release/1/2', ['release/*'], false],
    ['release/1/2', ['release/**'], true],
    ['release', ['release/*'], false],
    ['anything/at/all', ['**'], true],
    ['b', ['a', 'b'], true],
    ['a+b', ['a+b'], true],
    ['aab', ['a+b'], false],
    ['main', [], false],
  ])('the branch "%s" compared with the patterns %j is %j', (name, patterns, expected) => {
    expect(matchesBranch(name, patterns)).toBe(expected);
  });
});
