import { expect, it } from 'vitest';
import { neutralizeMarkdown } from '../../src/markdown/neutralize.ts';

// The parser of Markdown needs minutes for each of these, and gigabytes for some.
it.each(['> ', '[a](', '**a', '* a', '1. ', '- ', '![', '`a``b', '*a_ ', '<!--', '\\['])(
  'notes of 25,000 times %j are shown as text',
  (unit) => {
    const notes = neutralizeMarkdown(`${unit.repeat(25_000)}@everyone`);
    expect(notes).toMatch(/^\*These notes are shown as plain text: [^\n]*\n\n`{3,}text\n/);
    expect(notes).toMatch(/\n`{3,}$/);
  },
);

it('800 lines of generated notes without a blank line are shown as Markdown', () => {
  const line =
    '* **fix**: `a_b` by [somebody](https://github.com/somebody) in [#1](https://github.com/o/r/pull/1)\n';
  expect(neutralizeMarkdown(line.repeat(800))).toMatch(/^\* \*\*fix\*\*/);
});

it.each([
  ['items within an item', '- a\n', '  - b\n'],
  ['items within a quoted item', '> - a\n', '>   - b\n'],
  ['headings underlined', '', 'a\n===\n'],
  ['headings underlined with dashes', '', 'a\n---\n'],
])('20,000 %s are shown as text, and 500 as Markdown', (_, first, unit) => {
  expect(neutralizeMarkdown(first + unit.repeat(20_000))).toContain('shown as plain text');
  expect(neutralizeMarkdown(first + unit.repeat(500))).not.toContain('shown as plain text');
});

it('4,000 items below headings and 3,000 underlined headings between blank lines are shown as Markdown', () => {
  const items = `## Added\n\n- a\n${'  - b\n'.repeat(40)}\n`;
  expect(neutralizeMarkdown(items.repeat(100))).not.toContain('shown as plain text');
  expect(neutralizeMarkdown('a\n===\n\n'.repeat(3_000))).not.toContain('shown as plain text');
});
