import { describe, expect, it } from 'vitest';
import { joinMarkdown, linkTo, renderInline } from '../src/markdown.ts';

describe('linkTo', () => {
  it('a link has inert text', () => {
    expect(linkTo('demo [1.0] | @me', 'https://a.example/x')).toEqual({
      markdown: '[demo \\[1.0\\] \\| @\u200Cme](https://a.example/x)',
      text: 'demo [1.0] | @me (https://a.example/x)',
    });
  });
  it('an address cannot end its link, table cell or line', () => {
    const { markdown } = linkTo('x', 'https://a.example/a_(b)|c d\n<e>?q="f"*');
    expect(markdown).toBe('[x](https://a.example/a_%28b%29%7Cc%20d%3Ce%3E?q=%22f%22*)');
  });
  it('a link is omitted unless its address is a web page', () => {
    expect(linkTo('x', 'javascript:alert(1)').markdown).toBe('x');
    expect(linkTo('x', 'not an address').markdown).toBe('x');
  });
});

describe('joinMarkdown', () => {
  it('blanks between parts are kept and plain text is escaped', () => {
    const joined = joinMarkdown('see ', linkTo('page', 'https://a.example/'), ': *2* files');
    expect(joined.markdown).toBe('see [page](https://a.example/): \\*2\\* files');
    expect(joined.text).toBe('see page (https://a.example/): *2* files');
    expect(renderInline(joined)).toBe(joined.markdown);
  });
});
