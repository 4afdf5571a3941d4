import { describe, expect, it } from 'vitest';
import { type FormatInputs, parseFormatInputs, parseTagFormat } from '../src/tag-format.ts';
import { formatTagPattern } from '../src/tag-pattern.ts';

describe('the inputs for a tag format', () => {
  it('the existing tags decide when neither input is set', () => {
    for (const inputs of [{}, { 'tag-format': 'auto' }, { 'tag-format': 'auto', 'tag-prefix': 'auto' }])
      expect(parseFormatInputs(inputs)).toBeUndefined();
  });

  it.each<[FormatInputs, string]>([
    [{ 'tag-prefix': '' }, '{version}'],
    [{ 'tag-prefix': 'v' }, 'v{version}'],
    [{ 'tag-prefix': '{name}-v', 'tag-format': 'auto' }, '{name}-v{version}'],
    [{ 'tag-format': 'rel_{version}', 'tag-prefix': 'auto' }, 'rel_{version}'],
    [{ 'tag-format': 'v{version}', 'tag-prefix': 'v' }, 'v{version}'],
  ])('%j is the format %s', (inputs, template) => {
    expect(parseFormatInputs(inputs)?.template).toBe(template);
  });

  it('two inputs that differ are rejected', () => {
    expect(() => parseFormatInputs({ 'tag-format': 'v{version}', 'tag-prefix': '' })).toThrow(
      '"tag-format" and "tag-prefix" contradict each other: "v{version}" and "".',
    );
  });

  it.each([
    ['', 'does not end in {version}'],
    ['v1', 'does not end in {version}'],
    ['{version}-final', 'does not end in {version}'],
    ['{pkg}-{version}', 'has the unknown placeholder {pkg}; use {name} and {version}'],
    ['{version}{version}', 'has the unknown placeholder {version}'],
    ['v1{version}', 'has a digit before {version}'],
    ['a b{version}', 'is not allowed in the name of a tag'],
    ['a..{version}', 'is not allowed in the name of a tag'],
    ['/{version}', 'is not allowed in the name of a tag'],
  ])('the format "%s" is rejected: it %s', (template, problem) => {
    expect(() => parseTagFormat(template)).toThrow(
      `The input "tag-format" is "${template}", which ${problem}`,
    );
  });
});

describe('the pattern of a style', () => {
  it.each([
    ['', '[0-9]*'],
    ['v', 'v*'],
    ['demo/v', 'demo/v*'],
    ['a[b]-', String.raw`a\[b\]-*`],
  ])('the prefix "%s" has the pattern "%s"', (prefix, pattern) => {
    expect(formatTagPattern({ prefix })).toBe(pattern);
  });
});
