import { describe, expect, it } from 'vitest';
import { compareVersion, judgeModuleVersion } from '../../src/checks/judge-module-version.ts';

describe('judgeModuleVersion', () => {
  it.each([
    ['2.2.2', '2.2.2', '2.2.1', true],
    ['2.2.2.0', '2.2.2', '2.2.1', true],
    ['2.2.1', '2.2.2', '2.2.1', false],
    ['2.1.0', '2.2.2', '2.2.1', true],
    ['2.1.0', '2.2.2', '', false],
    ['unknown', '2.2.2', '2.2.1', true],
  ])('a module that reports %s in the release %s after %s passes: %s', (found, expected, before, ok) => {
    expect(judgeModuleVersion(found, expected, before).ok).toBe(ok);
  });

  it('a copy that was out of date before is named with both versions', () => {
    expect(judgeModuleVersion('2.1.0', '2.2.2', '2.2.1').detail).toBe(
      'reports 2.1.0, which was out of date before this release (2.2.1)',
    );
  });
});

describe('compareVersion', () => {
  it.each([
    ['2026.09.00', '2026.9.0', true],
    ['1.2.0', '1.2.0', true],
    ['1.2.0', '1.2.1', false],
    ['', '1.2.1', false],
  ])('an installed version "%s" for the release %s passes: %s', (found, expected, ok) => {
    expect(compareVersion(found, expected).ok).toBe(ok);
  });
});
