import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../src/steps/env-file.ts';

describe('parseEnvFile', () => {
  it('plain and delimited values, a byte order mark and empty lines are read', () => {
    expect(Array.from(parseEnvFile('\uFEFFa=1\n\nb<<END\nx=1\n<<y\nEND\nc=a<<b\n'))).toEqual([
      ['a', '1'],
      ['b', 'x=1\n<<y'],
      ['c', 'a<<b'],
    ]);
  });

  it('pairs before an invalid line are returned first', () => {
    const pairs = parseEnvFile('a=1\nwrong\n');
    expect(pairs.next().value).toEqual(['a', '1']);
    expect(() => pairs.next()).toThrow("Invalid format 'wrong'");
  });

  it('any value between delimiters is read back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        fc.pre(!value.split('\n').includes('DELIMITER'));
        expect(Array.from(parseEnvFile(`n<<DELIMITER\n${value}\nDELIMITER\n`))).toEqual([['n', value]]);
      }),
    );
  });

  it.each([
    ['a<<END\nx\n', "Invalid value. Matching delimiter not found 'END'"],
    ['a<<END\nx', 'Invalid value. EOF marker missing new line.'],
    ['=x', "Invalid format '=x'. Name must not be empty"],
    ['<<E\nE', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
    ['lonely', "Invalid format 'lonely'"],
  ])('the text %j is rejected with the message of the runner', (text, message) => {
    expect(() => Array.from(parseEnvFile(text))).toThrow(message);
  });
});
