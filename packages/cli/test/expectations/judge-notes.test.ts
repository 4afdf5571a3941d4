import { expect, it } from 'vitest';
import { judgeNotes } from '../../src/expectations/judge-notes.ts';

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-02-01

### Added

- \`demo.counting.count_words\` counts the words of a greeting.
- Greets [Mona](https://example.com/mona) politely,
  and twice.

## [1.1.0] - 2026-01-15

- \`greet\` takes a name.
`;

it('notes that hold every entry of the version are right', () => {
  const notes =
    '- `demo.counting.count_words` counts the words of a greeting.\n- Greets [Mona](https://example.com/mona) politely, and twice.';
  expect(judgeNotes(notes, changelog, '1.2.0')).toMatchObject({ ok: true, detail: '2 entries' });
});

it('names and numbers that became links say the same', () => {
  const own = '## 1.2.0\n\n- @mona in #12 greets\n';
  const notes =
    '- [@mona](https://github.com/mona) in [#12](https://github.com/octo-org/demo/issues/12) greets';
  expect(judgeNotes(notes, own, '1.2.0')).toMatchObject({ ok: true });
});

it('markup that is escaped in the notes says the same', () => {
  const own = '## 1.2.0\n\n- A thing <script>alert(1)</script>\n';
  expect(judgeNotes('- A thing &lt;script>alert(1)&lt;/script>', own, '1.2.0')).toMatchObject({ ok: true });
});

it('notes made of commits instead are wrong', () => {
  const check = judgeNotes('- count the words of a greeting (abc1234)', changelog, '1.2.0');
  expect(check).toMatchObject({ ok: false });
  expect(check?.detail).toContain('demo.counting.count_words');
});

it('a version without a list of changes is not judged', () => {
  expect(judgeNotes('', changelog, '2.0.0')).toBeUndefined();
  expect(judgeNotes('', undefined, '1.2.0')).toBeUndefined();
});
