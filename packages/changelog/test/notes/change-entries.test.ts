import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChangelogSections } from '../../src/changelog/changelog-sections.ts';
import { readCommitSections, readPullRequestSections } from '../../src/notes/change-entries.ts';
import { readCoAuthors } from '../../src/notes/people.ts';
import { renderReleaseNotes } from '../../src/notes/render-notes.ts';
import { endsClosed, listHarm } from '../markdown/harm.ts';
import { facts, repositoryUrl } from './facts.ts';

const sha = (digit: string): string => digit.repeat(40);

describe('readCommitSections', () => {
  it('commits are grouped by type with breaking changes first, links and all authors', () => {
    const sections = readCommitSections(
      [
        { sha: sha('1'), message: 'fix(io): close `a_b` (#12)', author: { login: 'alice', name: 'Alice' } },
        {
          sha: sha('2'),
          message:
            'feat: speed\n\nCo-authored-by: Bo <1+bo@users.noreply.github.com>\nCo-authored-by: Cy <c@e.org>',
        },
        { sha: sha('3'), message: 'refactor!: drop 3.9\n\nBREAKING CHANGE: Python 3.10 is needed' },
        { sha: sha('4'), message: "Merge branch 'x'" },
        { sha: sha('5'), message: 'build(deps): bump y' },
        { sha: sha('6'), message: 'feat: oops' },
        { sha: sha('7'), message: `Revert "feat: oops"\n\nThis reverts commit ${sha('6')}.` },
      ],
      repositoryUrl,
    );
    expect(sections).toEqual([
      {
        title: 'Breaking changes',
        body: `- drop 3.9 ([3333333](${repositoryUrl}/commit/${sha('3')}))\n  Python 3.10 is needed`,
      },
      {
        title: 'Added',
        body: `- speed ([2222222](${repositoryUrl}/commit/${sha('2')})) by [bo](https://github.com/bo), Cy`,
      },
      {
        title: 'Fixed',
        body: `- **io:** close \`a_b\` ([\\#\u200C12](${repositoryUrl}/pull/12), [1111111](${repositoryUrl}/commit/${sha('1')})) by [alice](https://github.com/alice)`,
      },
      { title: 'Dependencies', body: `- **deps:** bump y ([5555555](${repositoryUrl}/commit/${sha('5')}))` },
    ]);
  });

  it('any hostile commit message is made inert', () => {
    const message = fc
      .array(
        fc.constantFrom(
          'feat: ',
          'fix!: ',
          '@all ',
          '#1 ',
          '<img src=x>',
          '`',
          '${{ x }}',
          '\n',
          '::error::',
          '[a](javascript:x)',
          'fixes #2',
          'GH-3',
          '(#9)',
          'Co-authored-by: @x <y@z>\n',
          '*',
          '\n\nBREAKING CHANGE: @y #4',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(message, message, (text, name) => {
        const changes = readCommitSections(
          [{ sha: sha('1'), message: text, author: { name } }],
          repositoryUrl,
        );
        const { body } = renderReleaseNotes(facts({ changes, people: [{ name }, ...readCoAuthors(text)] }));
        expect(listHarm(body)).toEqual([]);
        expect(endsClosed(body)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('readPullRequestSections', () => {
  it('labels take precedence over titles, and breaking changes over both', () => {
    const titles = readPullRequestSections(
      [
        { number: 1, title: 'Make it fast', labels: ['Enhancement'] },
        { number: 2, title: 'fix: it', labels: ['wontfix'], author: { login: 'bob' } },
        { number: 3, title: 'Remove it', labels: ['bug', 'breaking'] },
      ],
      repositoryUrl,
    );
    expect(titles.map(({ title }) => title)).toEqual(['Breaking changes', 'Added', 'Fixed']);
    expect(titles[2]?.body).toContain(
      `[\\#\u200C2](${repositoryUrl}/pull/2)) by [bob](https://github.com/bob)`,
    );
  });
});

describe('readChangelogSections', () => {
  it('breaking changes come first, below the introduction, and the rest keeps its order', () => {
    const text = 'Words.\n\n### Added\n\n- a\n\n#### More\n- b\n\n### Breaking 💥\n\n- c\n\n### Fixed\n- d';
    expect(readChangelogSections(text)).toEqual([
      { title: undefined, body: 'Words.' },
      { title: 'Breaking 💥', body: '- c' },
      { title: 'Added', body: '- a\n\n#### More\n- b' },
      { title: 'Fixed', body: '- d' },
    ]);
  });
});
