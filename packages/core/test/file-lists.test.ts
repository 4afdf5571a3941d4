import { describe, expect, it } from 'vitest';
import { fileList } from '../src/inputs/list-inputs.ts';

const entry = (name: string, digit = '0') => ({ name, sha256: digit.repeat(64), size: 1, kind: 'wheel' });
const read = (...lines: string[]): string[] | undefined =>
  fileList()
    .parse(lines.join('\n'), 'digests')
    ?.map(({ name }) => name);

describe('lists of files from several jobs', () => {
  it('one list per line is joined and sorted, and lines of skipped jobs are left out', () => {
    const lists = [
      JSON.stringify([entry('b.whl')]),
      '',
      JSON.stringify([entry('a.whl'), entry('c.whl')]),
      '  ',
    ];
    expect(read(...lists)).toEqual(['a.whl', 'b.whl', 'c.whl']);
  });

  it('one list that is written on several lines is read as one', () => {
    expect(read(...JSON.stringify([entry('a.whl'), entry('b.whl')], undefined, 2).split('\n'))).toEqual([
      'a.whl',
      'b.whl',
    ]);
  });

  it.each(['0', '1'])('a file that two jobs list is rejected, also with an equal digest (%s)', (digit) => {
    const lists = [JSON.stringify([entry('a.whl')]), JSON.stringify([entry('a.whl', digit)])];
    expect(() => read(...lists)).toThrow('Input "digests": several jobs list a.whl');
  });

  it('a truncated second list is rejected', () => {
    expect(() => read(JSON.stringify([entry('a.whl')]), '[{"name":')).toThrow('is not valid JSON');
  });

  it('no list at all is undefined, and an empty one is empty', () => {
    expect(read('')).toBeUndefined();
    expect(read('[]', '')).toEqual([]);
  });
});
