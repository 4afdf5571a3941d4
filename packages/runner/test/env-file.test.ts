import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../src/env-file.ts';

describe('parseEnvFile', () => {
  it('reads plain and delimited values, a byte order mark and empty lines', () => {
    expect(parseEnvFile('\uFEFFa=1\n\nb<<END\nx=1\n<<y\nEND\nc=a<<b\n')).toEqual([
      ['a', '1'],
      ['b', 'x=1\n<<y'],
      ['c', 'a<<b'],
    ]);
  });
  it.each([
    ['a<<END\nx', "Invalid value. Matching delimiter not found 'END'"],
    ['=x', "Invalid format '=x'. Name must not be empty"],
    ['<<E\nE', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
    ['lonely', "Invalid format 'lonely'"],
  ])('refuses %j in the words of the runner', (text, message) => {
    expect(() => parseEnvFile(text)).toThrow(message);
  });
});
