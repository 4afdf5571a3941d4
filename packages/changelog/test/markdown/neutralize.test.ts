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
  '<details>',
  '<summary>',
  '</summary>',
  '</details>',
  '<kbd>',
  '</kbd>',
  '<sub title="@x #1">',
  '</sub>',
  '<br/>',
  '<a href="javascript:x">',
  '<a href="https://e.org/@u#1">',
  '</a>',
  '<table>',
  '<td>',
  '<p>',
  '</p>',
  '<div align="center">',
  '</div>',
  '<h2>',
  '</h2>',
  '| a | b |\n|---|---|\n',
  '@app.route',
  'https://e.org/@u#1',
  'www.e.org/@u',
  'me@e.org',
  '[^1]',
  '[^1]: ',
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
  }, 120_000);

  it('harmless Markdown is unchanged, including code', () => {
    const given =
      'A *plain* `@code` list:\n\n- one\n- two [docs](https://e.org/a)\n\n```py\n@decorator\nx = "<b>"  # 1\n```\n\nmail me@example.org, see https://e.org/@me#3';
    expect(neutralizeMarkdown(given, base)).toBe(given);
  });

  it.each([
    ['@user', '[@user](https://github.com/user)'],
    ['Thanks @user.', 'Thanks [@user](https://github.com/user).'],
    ['fixes #12', 'fixes\u200C [#12](https://github.com/o/r/issues/12)'],
    [
      'see x/y#4 and GH-5',
      'see [x/y#4](https://github.com/x/y/issues/4) and [GH-5](https://github.com/o/r/issues/5)',
    ],
    ['@property, @app.route, @pytest.fixture()', '`@property`, `@app.route`, `@pytest.fixture`()'],
    ['npm i @types/node', 'npm i `@types/node`'],
    ['Add {func}`open` {issue}`2672` {pr}`x`', 'Add `open` [#2672](https://github.com/o/r/issues/2672) `x`'],
    ['a ` b @property', 'a ` b @\u200Cproperty'],
    ['\\@user !@user', '\\@\u200Cuser !@\u200Cuser'],
    ['me@example.org https://e.org/@me#3 www.e.org/@me', 'me@example.org https://e.org/@me#3 www.e.org/@me'],
    ['a <!-- hidden --> b', 'a  b'],
    ['[x](javascript:alert(1))', 'x'],
    ['[x](docs/a.md#part)', '[x](https://github.com/o/r/blob/v1/docs/a.md#part)'],
    ['![x](../logo.png "t")', '[x](https://github.com/o/r/blob/v1/logo.png)'],
    ['![](a/shot.png)', '[shot.png](https://github.com/o/r/blob/v1/a/shot.png)'],
    ['[![Build](https://e.org/b.svg)](https://e.org)', '[Build](https://e.org)'],
    [
      '[#7] [a][B]\n\n[#7]: https://e.org/7\n[b]: /x',
      '[#7](https://e.org/7) [a](https://github.com/o/r/blob/v1/x)',
    ],
    ['```\nx', '```\nx\n```'],
    ['- ```\n  x', '- ```\n  x'],
    ['~~~~\n```', '~~~~\n```\n~~~~'],
    ['| a |\n|---|\n| `x | @user` |', '| a |\n|---|\n| `x | [@user](https://github.com/user)` |'],
  ])('the Markdown %j is neutralized', (given, safe) => {
    expect(neutralizeMarkdown(given, base)).toBe(safe);
  });
});

describe('HTML in Markdown', () => {
  it.each([
    '<details>\n<summary>More</summary>\n\n- one\n\n</details>',
    '<details open>\n<summary>More</summary>\n\nText\n\n</details>',
    'Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O, x<sup>2</sup>, <small>small</small>',
    'one<br>two',
    '<div align="center">\n\ntext\n\n</div>',
    '<table>\n<tr><td colspan="2">x</td></tr>\n</table>',
  ])('%j is kept', (given) => {
    expect(neutralizeMarkdown(given, base)).toBe(given);
  });

  it.each([
    ['a <script>alert(1)</script>', 'a &lt;script>alert(1)&lt;/script>'],
    ['List<str> and <T>', 'List&lt;str> and &lt;T>'],
    ['a <b onclick="x()" class="y">b</b>', 'a <b>b</b>'],
    ['one<br/>two<BR clear="all">', 'one<br>two<br>'],
    [
      'a <img src="shot.png" alt="The shot"> b',
      'a <a href="https://github.com/o/r/blob/v1/shot.png">The shot</a> b',
    ],
    ['a <img src="javascript:x">', 'a javascript x'],
    ['<a name="1.2"></a>Text', 'Text'],
    [
      'x <a href="https://e.org/?a=1&amp;b=2" target="_blank">y</a>',
      'x <a href="https://e.org/?a=1&amp;b=2">y</a>',
    ],
    ['x <a href="java&#115;cript:alert(1)">y</a>', 'x y'],
    ['a <h2>Title</h2>', 'a <strong>Title</strong>'],
    ['a <kbd>b', 'a &lt;kbd>b'],
    ['a </details> b', 'a  b'],
    ['*a <kbd>b* c</kbd>', '*a &lt;kbd>b* c'],
    ['<details>\n<summary>x</summary>\n\nopen', '<details>\n<summary>x</summary>\n\nopen\n\n</details>'],
    [
      '<details><summary>by @user in #1</summary>x</details>',
      '<details><summary>by @\u200Cuser in #\u200C1</summary>x</details>',
    ],
  ])('%j is made harmless', (given, safe) => {
    expect(neutralizeMarkdown(given, base)).toBe(safe);
  });

  it('elements nested deeper than a person writes are shown as text', () => {
    const given = `x ${'<b>'.repeat(300)}y${'</b>'.repeat(300)}`;
    const safe = neutralizeMarkdown(given, base);
    expect(safe.match(/<b>/g)).toHaveLength(20);
    expect(listHarm(safe)).toEqual([]);
  });
});

describe('renderTitle', () => {
  it('no hostile title survives or contains a line break', () => {
    fc.assert(
      fc.property(text, (given) => {
        const safe = renderTitle(given, base);
        expect(listHarm(`- x ${safe}`)).toEqual([]);
        expect(safe).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 3000 },
    );
  }, 120_000);

  it.each([
    '_www.e.org/@u<a href="javascript:x">',
    'x_www.e.org/a<a href="javascript:x">',
    '_https://e.org/a<b>',
  ])('the title %j contains no element', (given) => {
    expect(listHarm(`- x ${renderTitle(given, base)}`)).toEqual([]);
  });

  it('code in a title is kept', () => {
    expect(renderTitle('handle `a_b` and *c*', base)).toBe('handle `a_b` and \\*c\\*');
  });

  it.each([
    ['Fix #7, by @max', 'Fix [#7](https://github.com/o/r/issues/7), by [@max](https://github.com/max)'],
    ['Fix the @overload of @app.route', 'Fix the `@overload` of `@app.route`'],
    ['Ask me@example.org', 'Ask me@example.org'],
    ['_@app.route', '\\_@\u200Capp.route'],
    ['Run tests/a.py::test_b', 'Run tests/a.py::test_b'],
    ['Rename snake_case to _private', 'Rename snake_case to \\_private'],
    ['See https://e.org/a_b#1.', 'See `https://e.org/a_b#1`.'],
    ['See https://github.com/o/r/pull/3', 'See [#3](https://github.com/o/r/pull/3)'],
    ['- a list', '\\- a list'],
    ['1. first', '1\\. first'],
    ['List<str> costs $5 & more', 'List\\<str> costs \\$5 & more'],
  ])('the title %j reads as it was written', (given, safe) => {
    expect(renderTitle(given, base)).toBe(safe);
  });
});
