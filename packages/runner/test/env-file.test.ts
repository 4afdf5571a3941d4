import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../src/env-file.ts';

describe('parseEnvFile', () => {
  it('reads plain and delimited values, a byte order mark and empty lines', () => {
    expect(Array.from(parseEnvFile('\uFEFFa=1\n\nb<<END\nx=1\n<<y\nEND\nc=a<<b\n'))).toEqual([
      ['a', '1'],
      ['b', 'x=1\n<<y'],
      ['c', 'a<<b'],
    ]);
  });

  it('gives what stands before a mistake', () => {
    const pairs = parseEnvFile('a=1\nwrong\n');
    expect(pairs.next().value).toEqual(['a', '1']);
    expect(() => pairs.next()).toThrow("Invalid format 'wrong'");
  });

  it('reads back any value between delimiters', () => {
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
  ])('refuses %j in the words of the runner', (text, message) => {
    expect(() => Array.from(parseEnvFile(text))).toThrow(message);
  });
});
