import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeSpan, cutText, escapeMarkdown, neutralizeLine, replaceInvisible } from '../src/neutralize.ts';

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        '##[',
        '\u200C',
        '\u001b[31m',
        '\r',
        '\n',
        '\u2028',
        '\u202E',
        '@octo',
        '#12',
        '|',
        '`',
        '<b>',
        '](x)',
        '💥',
        'http://x.example',
        '\\',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('neutralizeLine', () => {
  it('any hostile text becomes one bounded line without commands or control characters', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 20, max: 100 }), (text, longest) => {
        const line = neutralizeLine(text, longest);
        expect(line.length).toBeLessThanOrEqual(longest);
        expect(line).not.toMatch(/::|##\[|[\r\n\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
        for (const character of line) expect(character.codePointAt(0) ?? 0).toBeGreaterThan(0x1f);
      }),
    );
  });
  it('a neutralized line is unchanged when it is neutralized again', () => {
    expect(neutralizeLine(neutralizeLine('"Private :: x" ##[group]'))).toBe(
      '"Private :\u200C: x" ##\u200C[group]',
    );
    expect(neutralizeLine('a\u200Cb:\u200C\u200C:')).toBe('a\uFFFDb:\u200C\uFFFD:');
    fc.assert(
      fc.property(hostile, fc.integer({ min: 20, max: 100 }), (text, longest) => {
        const line = neutralizeLine(text, longest);
        expect(neutralizeLine(line, longest)).toBe(line);
      }),
    );
  });
  it('every pair in a run of colons is split', () => {
    expect(neutralizeLine('::::error::')).toBe(':\u200C:\u200C:\u200C:error:\u200C:');
  });
  it('ordinary text is unchanged', () => {
    expect(neutralizeLine('größer: 100 % of "x" (a::b is split)')).toBe(
      'größer: 100 % of "x" (a:\u200C:b is split)',
    );
    expect(neutralizeLine('\u001b[1;31mred\u001b[0m\ttab')).toBe('red tab');
  });
  it('a text of five million characters is cut to its limit', () => {
    expect(neutralizeLine(`${'a'.repeat(5_000_000)}\n::error::x`, 100)).toHaveLength(100);
  });
  it('a cut never splits a character', () => {
    expect(cutText('💥'.repeat(10), 14)).toBe('💥💥💥… (cut)');
  });
});

describe('escapeMarkdown', () => {
  it('mentions, references, links and table cells are inert', () => {
    const text = escapeMarkdown('@octo/team fixes #12, GH-3 | <img> [a](http://x) www.x.example');
    expect(text).not.toMatch(/@\w|#\d|GH\\?-\d|[^\\]\||[^\\]</);
    expect(text).toContain('\\[a\\]\\(`http://x)` `www.x.example`');
  });
  it('an address is shown as code so that copying it returns the address', () => {
    expect(escapeMarkdown('see https://a.example/x-y|z?a=1&b=2')).toBe(
      'see `https://a.example/x-y\\|z?a=1&b=2`',
    );
    expect(escapeMarkdown('https://a.example/${{ secrets.X }}')).toBe(
      '`https://a.example/$`\\{\\{ secrets.X \\}\\}',
    );
  });
});

describe('codeSpan', () => {
  it('a code span has a longer fence than the backticks inside it', () => {
    expect(codeSpan('a``b`')).toBe('``` a``b` ```');
    expect(codeSpan('a|b')).toBe('`a\\|b`');
    expect(codeSpan('')).toBe('');
  });
});

describe('replaceInvisible', () => {
  it('a line keeps its spaces and its length of words, and nothing in it is invisible', () => {
    expect(replaceInvisible('    \u202Eabc \u001B[31mred\u0007\tx::y')).toBe('    \uFFFDabc red\uFFFD x::y');
    expect(replaceInvisible('  plain  ')).toBe('  plain  ');
  });
});
