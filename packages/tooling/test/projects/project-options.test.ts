import { describe, expect, it } from 'vitest';
import { parseProjectOptions } from '../../src/projects/project-options.ts';

describe('parseProjectOptions', () => {
  it('a folder alone means every project with every kind', () => {
    expect(parseProjectOptions(['some'])).toMatchObject({
      ...{ folder: 'some', names: [], plan: false, bumps: ['minor', 'auto', 'tag'] },
    });
  });

  it('a plan leaves out tags pushed by hand', () => {
    expect(parseProjectOptions(['some', 'a', 'b', '--plan'])).toMatchObject({
      ...{ names: ['a', 'b'], plan: true, bumps: ['minor', 'auto'] },
    });
    expect(() => parseProjectOptions(['some', '--plan', '--bump', 'tag'])).toThrow('no release at a tag');
  });

  it('an unknown kind and a missing folder are named', () => {
    expect(() => parseProjectOptions(['some', '--bump', 'huge'])).toThrow('"huge" is not a kind');
    expect(() => parseProjectOptions([])).toThrow('Name the folder');
  });
});
