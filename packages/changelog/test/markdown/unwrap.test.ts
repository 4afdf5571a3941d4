import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { walkMarkdown } from '../../src/markdown/tree.ts';
import { unwrapMarkdown } from '../../src/markdown/unwrap.ts';

describe('unwrapMarkdown', () => {
  it.each([
    ['- Fix the\n  thing\n  now.\n- b\n', '- Fix the thing now.\n- b\n'],
    ['A\r\nB\r\n', 'A B\r\n'],
    ['> a\n> b\n', '> a b\n'],
    ['a  \nb\nc\\\nd\n', 'a  \nb c\\\nd\n'],
    ['```\na\nb\n```\n', '```\na\nb\n```\n'],
    ['    a\n    b\n', '    a\n    b\n'],
    ['| a | b |\n|---|---|\n| 1 | 2 |\n', '| a | b |\n|---|---|\n| 1 | 2 |\n'],
    ['> [!NOTE]\n> a\n> b\n', '> [!NOTE]\n> a b\n'],
    ['[a\nb](https://e.org) and `c\nd`\n', '[a b](https://e.org) and `c\nd`\n'],
    ['### T\ntext\nmore\n', '### T\ntext more\n'],
    ['更新\n内容\n', '更新内容\n'],
  ])('%j becomes %j', (source, expected) => {
    expect(unwrapMarkdown(source)).toBe(expected);
  });

  it('a text keeps its meaning', () => {
    const line = fc.constantFrom(
      ...[
        'a',
        '- b',
        '  c',
        '> d',
        '```',
        '    e',
        '',
        '# f',
        'g  ',
        'h\\',
        '1. i',
        '`j',
        'k`',
        '---',
        '[l](m)',
        '<b>',
        '<!-- n',
      ],
    );
    const shape = (text: string): string =>
      [...walkMarkdown(fromMarkdown(text))]
        .map((node) => `${node.type}:${'value' in node ? node.value.replace(/\s+/g, ' ') : ''}`)
        .join();
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        expect(shape(unwrapMarkdown(text))).toBe(shape(text));
      }),
      { numRuns: 500 },
    );
  });
});
