import { CommitParser } from 'conventional-commits-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../src/commits/commit-message.ts';

// https://www.conventionalcommits.org/en/v1.0.0/#examples, all of them.
const examples: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
  [
    'feat: allow provided config object to extend other configs\n\nBREAKING CHANGE: `extends` key in config file is now used for extending other config files',
    { type: 'feat', breaking: true, subject: 'allow provided config object to extend other configs' },
    ['BREAKING CHANGE'],
  ],
  [
    'feat!: send an email to the customer when a product is shipped',
    { type: 'feat', breaking: true, breakingText: 'send an email to the customer when a product is shipped' },
    [],
  ],
  [
    'feat(api)!: send an email to the customer when a product is shipped',
    { type: 'feat', scope: 'api', breaking: true },
    [],
  ],
  [
    'chore!: drop support for Node 6\n\nBREAKING CHANGE: use JavaScript features not available in Node 6.',
    { type: 'chore', breaking: true, breakingText: 'use JavaScript features not available in Node 6.' },
    ['BREAKING CHANGE'],
  ],
  ['docs: correct spelling of CHANGELOG', { type: 'docs', breaking: false }, []],
  ['feat(lang): add Polish language', { type: 'feat', scope: 'lang', breaking: false }, []],
  [
    'fix: prevent racing of requests\n\nIntroduce a request id and a reference to latest request. Dismiss\nincoming responses other than from latest request.\n\nRemove timeouts which were used to mitigate the racing issue but are\nobsolete now.\n\nReviewed-by: Z\nRefs: #123',
    { type: 'fix', breaking: false },
    ['Reviewed-by', 'Refs'],
  ],
  [
    'revert: let us never again speak of the noodle incident\n\nRefs: 676104e, a215868',
    { type: 'revert', breaking: false, reverts: { shas: ['676104e', 'a215868'] } },
    ['Refs'],
  ],
];

describe('a commit message', () => {
  it.each(examples)('the example %j of the specification is read', (message, expected, tokens) => {
    const parsed = parseMessage(message);
    expect(parsed).toMatchObject(expected);
    expect(parsed.footers.map(({ token }) => token)).toEqual(tokens);
  });

  it('a footer ends at the next footer and keeps its continuation lines', () => {
    const { footers, breakingText } = parseMessage(
      'fix: x\n\nBREAKING CHANGE:\nfirst line\n  second line\n\nanother paragraph\nReviewed-by: Z\nFixes #12 and more\nacked-by: y',
    );
    expect(breakingText).toBe('first line second line another paragraph');
    expect(footers.slice(1)).toMatchObject([
      { token: 'Reviewed-by', separator: ':', value: 'Z' },
      { token: 'Fixes', separator: '#', value: '12 and more' },
      { token: 'acked-by', separator: ':', value: 'y' },
    ]);
  });

  it.each(['Two words: x', 'Word:x', '-word: x', ' Word: x', 'Word#1', 'Word #'])(
    'the line %j is not a footer',
    (line) => {
      expect(parseMessage(`fix: x\n\n${line}`).footers).toEqual([]);
    },
  );

  it('the same is read as by conventional-commits-parser, where the specification leaves no choice', () => {
    const parser = new CommitParser({
      headerPattern: /^(\w*)(?:\((.*)\))?!?: (.*)$/,
      breakingHeaderPattern: /^(\w*)(?:\((.*)\))?!: (.*)$/,
      headerCorrespondence: ['type', 'scope', 'subject'],
      noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
    });
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
    const footer = fc.oneof(
      fc
        .tuple(fc.constantFrom('BREAKING CHANGE: ', 'BREAKING-CHANGE: '), words)
        .map((parts) => parts.join('')),
      fc.tuple(fc.constantFrom('Reviewed-by: ', 'Acked-by: '), words).map((parts) => parts.join('')),
    );
    const title = fc
      .tuple(word, fc.option(word), fc.boolean(), words)
      .map(
        ([type, scope, mark, text]) =>
          `${type}${scope === null ? '' : `(${scope})`}${mark ? '!' : ''}: ${text}`,
      );
    const message = fc
      .tuple(title, fc.array(words, { maxLength: 2 }), fc.array(footer, { maxLength: 3 }))
      .map(([head, paragraphs, footers]) => [head, ...paragraphs, footers.join('\n')].join('\n\n').trimEnd());
    fc.assert(
      fc.property(message, (text) => {
        const theirs = parser.parse(text);
        const ours = parseMessage(text);
        expect(ours).toMatchObject({
          ...{ type: theirs['type'], scope: theirs['scope'] ?? undefined, subject: theirs['subject'] },
          breaking: theirs.notes.length > 0,
        });
      }),
    );
  });
});
