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
