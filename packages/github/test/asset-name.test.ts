import { describe, expect, it } from 'vitest';
import { nameAsset, readFileName } from '../src/releases/asset-name.ts';

describe('the name of a release asset', () => {
  it.each([
    ['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0-py3-none-any.whl'],
    ['demo-1!2024.1.0.tar.gz', 'demo-1.2024.1.0.tar.gz'],
    ['demo-1.0+local.1.tar.gz', 'demo-1.0+local.1.tar.gz'],
    ['manual (de).pdf', 'manual.de.pdf'],
    ['über.txt', 'uber.txt'],
    ['.hidden', 'default.hidden'],
    ['two..dots.', 'two.dots'],
    ['日本', 'default.'],
    ['SHA256SUMS', 'SHA256SUMS'],
    ['a@b_c-d', 'a@b_c-d'],
  ])('the file %s is kept as %s', (file, kept) => {
    expect(nameAsset(file)).toBe(kept);
    expect(nameAsset(kept)).toBe(kept === 'default.' ? 'default.default' : kept);
  });

  it('the name of the file is read from a label that fits', () => {
    const name = 'demo-1.2.0.tar.gz';
    expect(readFileName({ name, label: 'demo-1!2.0.tar.gz' })).toBe('demo-1!2.0.tar.gz');
    expect(readFileName({ name, label: 'The sources' })).toBe(name);
    expect(readFileName({ name, label: null })).toBe(name);
  });
});
