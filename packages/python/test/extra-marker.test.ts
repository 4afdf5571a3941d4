import { describe, expect, it } from 'vitest';
import { needsExtra } from '../src/metadata/extra-marker.ts';

describe('needsExtra', () => {
  it.each([
    'extra == "test"',
    "'test' == extra",
    'extra=="test"and python_version < "3.9"',
    '(extra == "a" or extra == "b") and sys_platform == "win32"',
    '"test" in extras',
    'extra === "test"',
  ])('the marker %s holds only with an extra', (marker) => {
    expect(needsExtra(marker)).toBe(true);
  });

  it.each([
    '',
    'python_version < "3.9"',
    'extra == "test" or python_version < "3.9"',
    'extra != "minimal"',
    '"minimal" not in extras',
    'platform_version == "extra == 1"',
    'platform_release in \'extra == "x"\'',
    'extra == ',
  ])('the marker "%s" may hold without an extra', (marker) => {
    expect(needsExtra(marker)).toBe(false);
  });
});
