import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/html/markdown.ts';

const render = (text: string): string => renderMarkdown(text, 3).text;

describe('Markdown in the page', () => {
  it('headings are moved below the heading that they stand under', () => {
    expect(render('## What changed\n\n### Added')).toBe('<h3>What changed</h3><h4>Added</h4>');
    expect(render('# Title')).toBe('<h3>Title</h3>');
  });

  it('tables, lists and code are rendered as GitHub does', () => {
    expect(render('| File | Size |\n|---|--:|\n| `a` | 1 |')).toBe(
      '<table><thead><tr><th scope="col">File</th><th scope="col">Size</th></tr></thead><tbody><tr><td><code>a</code></td><td>1</td></tr></tbody></table>',
    );
    expect(render('- one\n- **two**')).toBe('<ul><li>one</li><li><strong>two</strong></li></ul>');
    expect(render('```sh\na < b\n```')).toBe('<pre>a &lt; b</pre>');
  });

  it('a table without headings has no head', () => {
    expect(render('| | |\n|---|---|\n| Tag | v1 |')).toBe(
      '<table><tbody><tr><td>Tag</td><td>v1</td></tr></tbody></table>',
    );
  });

  it('details are kept, and scripts, handlers and styles are text or gone', () => {
    expect(render('<details open>\n<summary>More</summary>\n\nx\n\n</details>')).toContain('<details open>');
    const page = render('<script>alert(1)</script> <b onclick="x" style="y">z</b> <img src=x onerror=y>');
    expect(page).not.toMatch(/<(?:script|img)|onclick=|style=/);
    expect(page).toContain('<b>z</b>');
  });

  it('an image becomes a link, and a link leads to https or nowhere', () => {
    expect(render('![logo](https://a.example/x.png)')).toContain('<a href="https://a.example/x.png"');
    expect(render('[a](javascript:alert(1)) [b](http://a.example)')).not.toContain('<a ');
  });

  it('a heading in a quotation is below the headings of the page', () => {
    expect(render('> # Title')).toBe('<blockquote><h3>Title</h3></blockquote>');
  });

  it('digests and commits are shortened', () => {
    expect(render(`\`${'a'.repeat(64)}\` ${'b'.repeat(40)}`)).toBe(
      `<p><code>${'a'.repeat(12)}…</code> bbbbbbb</p>`,
    );
  });

  it('whatever the text, its tags are those of a list', () => {
    const allowed =
      /^<\/?(?:a|p|h[3-6]|ul|ol|li|code|pre|em|strong|br|hr|blockquote|table|thead|tbody|tr|td|th|b|i|details|summary|div|del|sub|sup|kbd)(?: (?:href|rel|scope|align|open|start)(?:="[^"<>]*")?)*>$/;
    const part = fc.constantFrom(
      '<script>',
      '<a href="javascript:1">',
      '</details>',
      '[x](',
      '`',
      '<b style=1>',
      '\n\n',
      '# ',
      '<',
      '>',
      '"',
      '| a |\n|---|\n',
      '![',
      '<svg onload=1>',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const tags = render(parts.join('')).match(/<[^>]*>/g) ?? [];
        expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
      }),
    );
  });
});
