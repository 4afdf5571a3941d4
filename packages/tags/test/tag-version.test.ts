import { formatVersion } from '@slipway/python/version/format-version';
import { describe, expect, it } from 'vitest';
import { readTagVersion } from '../src/tag-version.ts';
import { parseVersionInput } from '../src/version-input.ts';

describe('the input "version"', () => {
  it.each([
    ['1.2.0', '1.2.0'],
    ['v1.2.0', '1.2.0'],
    ['v3', '3'],
    ['demo-v1.2.0', '1.2.0'],
    ['refs/tags/rel_1_2', '1.2'],
  ])('the input takes %s for %s', (text, version) => {
    expect(formatVersion(parseVersionInput(text))).toBe(version);
  });

  it('anything else is rejected', () => {
    expect(() => parseVersionInput('stable')).toThrow('Input "version" is "stable", which is not a version');
  });
});

describe('the version that a tag names by itself', () => {
  it.each([
    ['v1.2.0', '1.2.0'],
    ['1.2', '1.2'],
    ['demo-v1.2.0', '1.2.0'],
    ['demo==1.2.0', '1.2.0'],
    ['packages/liba/v1.2.0', '1.2.0'],
    ['rel_1_2', '1.2'],
    ['v1.2.0-rc.1', '1.2.0rc1'],
    ['2026.08.17', '2026.8.17'],
  ])('%s names %s', (tag, version) => {
    const found = readTagVersion(tag);
    expect(found && formatVersion(found)).toBe(version);
  });

  it.each(['v1', 'stable', '2.x', 'v1.2.0-old', ''])('"%s" names none', (tag) => {
    expect(readTagVersion(tag)).toBeUndefined();
  });
});
