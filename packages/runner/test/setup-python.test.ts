import { describe, expect, it } from 'vitest';
import { satisfiesPython } from '../src/stand-ins/setup-python.ts';

describe('satisfiesPython', () => {
  it.each([
    ['3.12.4', '3.12'],
    ['3.12.4', '3.12.4'],
    ['3.12.4', '3.x'],
    ['3.12.4', '3.12.x'],
    ['3.12.4', ''],
    ['3.12.4', '>=3.9'],
    ['3.12.4', '>=3.9 <3.13'],
    ['3.12.4', '~3.12.1'],
    ['3.12.4', '^3.9'],
  ])('the version %s satisfies %j', (version, wish) => {
    expect(satisfiesPython(version, wish)).toBe(true);
  });

  it.each([
    ['3.12.4', '3.1'],
    ['3.12.4', '3.12.5'],
    ['3.12.4', '<3.12'],
    ['3.12.4', '~3.11.0'],
    ['3.12.4', '^2.7'],
    ['3.12.4', 'pypy3.10'],
  ])('the version %s does not satisfy %j', (version, wish) => {
    expect(satisfiesPython(version, wish)).toBe(false);
  });
});
