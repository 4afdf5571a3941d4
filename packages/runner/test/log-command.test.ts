import { describe, expect, it } from 'vitest';
import { isStopToken, parseLogCommand } from '../src/log-command.ts';
import { createSecretMasker } from '../src/secret-masker.ts';

describe('parseLogCommand', () => {
  it('reads name, properties and data, and undoes the escapes of each', () => {
    expect(parseLogCommand('  ::error file=a%2Cb.py,LINE=3,empty=::50%25%0Amore%0a')).toEqual({
      name: 'error',
      properties: { file: 'a,b.py', line: '3' },
      data: '50%\nmore%0a',
    });
  });

  it('reads the older form, also in the middle of a line', () => {
    expect(parseLogCommand('said ##[warning title=a%3Bb;x=1]text%5D')).toEqual({
      name: 'warning',
      properties: { title: 'a;b', x: '1' },
      data: 'text]',
    });
  });

  it.each(['::unknown::x', 'text ::error::x', '::error', '##[unknown]x', ':: error::x'])(
    'leaves %j to the log',
    (line) => {
      expect(parseLogCommand(line)).toBeUndefined();
    },
  );

  it('knows the token that resumes commands only while it is waited for', () => {
    expect(parseLogCommand('::Abc::', 'abc')?.name).toBe('abc');
    expect(parseLogCommand('::Abc::')).toBeUndefined();
  });

  it.each(['', 'pause-logging', 'Error'])('refuses %j as such a token', (token) => {
    expect(isStopToken(token)).toBe(false);
  });
});

describe('a secret masker', () => {
  it('masks overlapping secrets as one', () => {
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
  ])('masks a secret inside %s', (_name, text) => {
    const masker = createSecretMasker();
    masker.add('p4ss"word\'<&>');
    expect(masker.reveals(text)).toBe(true);
    expect(masker.mask(text)).not.toMatch(/p4ss|cGFzc/);
  });

  it('masks every line of a secret, not the empty ones', () => {
    const masker = createSecretMasker();
    masker.add('first\r\n\n  second  \n');
    expect(masker.mask('a first b second c\n')).toBe('a *** b *** c\n');
    expect(masker.reveals('nothing of it\n\n')).toBe(false);
  });
});
