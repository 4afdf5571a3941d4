import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralizeMarkdown } from '../../src/markdown/neutralize.ts';
import { renderTitle } from '../../src/notes/text.ts';
import { endsClosed, listHarm } from './harm.ts';

const base = { repositoryUrl: 'https://github.com/o/r', tag: 'v1' };
const pieces = [
  '@everyone',
  '@org/team',
  '#12',
  'fixes #1',
  'Closes https://github.com/o/r/issues/3',
  'o/r#4',
  'GH-5',
  '&#64;user',
  '&commat;user',
  '@&#117;ser',
  '\\@user',
  '*',
  '_',
  '`',
  '``',
  '```',
  '~~~',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '    ',
  '- ',
  '> ',
  '1. ',
  '### ',
  '<',
  '>',
  '<script>',
  '</script>',
  '<img src=x onerror=alert(1)>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?php',
  '[',
  ']',
  '(',
  ')',
  '[x](javascript:alert(1))',
  '[y]: data:text/html,1',
  '[[x](javascript:a)](javascript:b)',
  '[#7]',
  '[#7]: https://e.org/7',
  '![i](a.png)',
  '<javascript:x>',
  '${{ secrets.X }}',
  '$',
  '{{',
  '::set-output name=a::b',
  '##[error]',
  'EOF_CHANGELOG',
  '😀',
  '\u202E',
  '\\',
  '|',
  'word',
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));

describe('neutralizeMarkdown', () => {
  it('no hostile mixture of Markdown survives or leaves a block open', () => {
    fc.assert(
      fc.property(text, (given) => {
        const safe = neutralizeMarkdown(given, base);
        expect(listHarm(safe)).toEqual([]);
        expect(endsClosed(safe)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('harmless Markdown is unchanged, including code', () => {
    const given =
      'A *plain* `@code` list:\n\n- one\n- two [docs](https://e.org/a)\n\n```py\n@decorator\nx = "<b>"  # 1\n```\n\nmail me@example.org, see https://e.org/@me#3';
    expect(neutralizeMarkdown(given, base)).toBe(given);
  });

  it.each([
    ['@user', '@\u200Cuser'],
    ['fixes #12', 'fixes\u200C #\u200C12'],
    ['a <b>x</b>', 'a &lt;b>x&lt;/b>'],
    ['a <!-- hidden --> b', 'a  b'],
    ['[x](javascript:alert(1))', 'x'],
    ['[x](docs/a.md#part)', '[x](https://github.com/o/r/blob/v1/docs/a.md#part)'],
    ['![x](../logo.png "t")', '![x](https://github.com/o/r/raw/v1/logo.png)'],
    [
      '[#7] [a][B]\n\n[#7]: https://e.org/7\n[b]: /x',
      '[#\u200C7](https://e.org/7) [a](https://github.com/o/r/blob/v1/x)',
    ],
    ['```\nx', '```\nx\n```'],
    ['- ```\n  x', '- ```\n  x'],
    ['~~~~\n```', '~~~~\n```\n~~~~'],
  ])('the Markdown %j is neutralized', (given, safe) => {
    expect(neutralizeMarkdown(given, base)).toBe(safe);
  });
});

describe('renderTitle', () => {
  it('no hostile title survives or contains a line break', () => {
    fc.assert(
      fc.property(text, (given) => {
        const safe = renderTitle(given);
        expect(listHarm(`- x ${safe}`)).toEqual([]);
        expect(safe).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 3000 },
    );
  });

  it('code in a title is kept', () => {
    expect(renderTitle('handle `a_b` and *c*')).toBe('handle `a_b` and \\*c\\*');
  });
});
