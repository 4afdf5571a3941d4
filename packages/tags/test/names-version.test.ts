import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { namesVersion } from '../src/names-version.ts';

describe('a tag that ends in a version', () => {
  it.each([
    ['v1.2.0', '1.2'],
    ['1.2', '1.2.0'],
    ['py3-demo-1.0', '1.0'],
    ['rel_1_2_0', '1.2.0'],
    ['build-2026.08.17', '2026.8.17'],
    ['v1.0.0-rc.1', '1.0rc1'],
    ['1!2.0', '1!2.0'],
  ])('%s names %s', (tag, version) => {
    expect(namesVersion(tag, parseVersion(version))).toBe(true);
  });

  it.each([
    ['v1.2.0', '1.3'],
    ['v11.2', '1.2'],
    ['v1.2.0-old', '1.2'],
    ['stable', '1.0'],
    ['1!2.0', '2!2.0'],
  ])('%s does not name %s', (tag, version) => {
    expect(namesVersion(tag, parseVersion(version))).toBe(false);
  });
});
