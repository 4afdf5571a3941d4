import { describe, expect, it } from 'vitest';
import { createSecretMasker } from '../src/secret-masker.ts';
import { isStopToken, parseLogCommand } from '../src/steps/log-command.ts';

describe('parseLogCommand', () => {
  it('name, properties and data are parsed and unescaped', () => {
    expect(parseLogCommand('  ::error file=a%2Cb.py,LINE=3,empty=::50%25%0Amore%0a')).toEqual({
      name: 'error',
      properties: { file: 'a,b.py', line: '3' },
      data: '50%\nmore%0a',
    });
  });

  it('the older form is parsed even in the middle of a line', () => {
    expect(parseLogCommand('said ##[warning title=a%3Bb;x=1]text%5D')).toEqual({
      name: 'warning',
      properties: { title: 'a;b', x: '1' },
      data: 'text]',
    });
  });

  it.each(['::unknown::x', 'text ::error::x', '::error', '##[unknown]x', ':: error::x'])(
    'the line %j is not parsed as a command',
    (line) => {
      expect(parseLogCommand(line)).toBeUndefined();
    },
  );

  it('a stop token is recognized only while commands are stopped', () => {
    expect(parseLogCommand('::Abc::', 'abc')?.name).toBe('abc');
    expect(parseLogCommand('::Abc::')).toBeUndefined();
  });

  it.each(['', 'pause-logging', 'Error'])('the stop token %j is rejected', (token) => {
    expect(isStopToken(token)).toBe(false);
  });
});

describe('createSecretMasker', () => {
  it('overlapping secrets are masked as one', () => {
    const masker = createSecretMasker();
    masker.add('abcd');
    masker.add('cdef');
    expect(masker.mask('xabcdefx abcd')).toBe('x***x ***');
  });

  it.each([
    ['base64 of the secret', Buffer.from('p4ss"word\'<&>').toString('base64')],
    ['base64 of a longer text', Buffer.from('user:p4ss"word\'<&>!').toString('base64').slice(8, 24)],
    ['JSON', JSON.stringify('p4ss"word\'<&>')],
    ['a query', encodeURIComponent('p4ss"word\'<&>')],
    ['XML', 'p4ss&quot;word&apos;&lt;&amp;&gt;'],
    ['an expression', "p4ss\"word''<&>"],
  ])('a secret inside %s is masked', (_name, text) => {
    const masker = createSecretMasker();
    masker.add('p4ss"word\'<&>');
    expect(masker.reveals(text)).toBe(true);
    expect(masker.mask(text)).not.toMatch(/p4ss|cGFzc/);
  });

  it('every line of a secret except empty ones is masked', () => {
    const masker = createSecretMasker();
    masker.add('first\r\n\n  second  \n');
    expect(masker.mask('a first b second c\n')).toBe('a *** b *** c\n');
    expect(masker.reveals('nothing of it\n\n')).toBe(false);
  });
});
