import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChangelogSections } from '../../src/changelog/changelog-sections.ts';
import {
  listPeople,
  type NotedCommit,
  readCommitSections,
  readPullRequestSections,
} from '../../src/notes/change-entries.ts';
import { readCoAuthors } from '../../src/notes/people.ts';
import { renderReleaseNotes } from '../../src/notes/render-notes.ts';
import { endsClosed, listHarm } from '../markdown/harm.ts';
import { facts, repositoryUrl } from './facts.ts';

const options = { repositoryUrl, projectNames: new Set(['demo']) };
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
      options,
    );
    expect(sections).toEqual([
      {
        title: 'Breaking changes',
        body: `- drop 3.9 ([3333333](${repositoryUrl}/commit/${sha('3')}))\n  Python 3.10 is needed`,
      },
      {
        title: 'Added',
        body: `- speed ([2222222](${repositoryUrl}/commit/${sha('2')}) by [bo](https://github.com/bo), Cy)`,
      },
      {
        title: 'Fixed',
        body: `- **io:** close \`a_b\` ([#12](${repositoryUrl}/pull/12) by [alice](https://github.com/alice))`,
      },
      {
        title: 'Dependencies',
        body: `<details>\n<summary>1 update</summary>\n\n- bump y ([5555555](${repositoryUrl}/commit/${sha('5')}))\n\n</details>`,
      },
    ]);
  });

  it('twenty updates by programs are one folded group, with their addresses whole', () => {
    const updates = [
      'Bump github.com/psf/black from 23.1 to 24.1 (#7)',
      'Bump actions/checkout from 3 to 4 (#8)',
      'Update dependency ruff to v0.5 (#9)',
      '[pre-commit.ci] pre-commit autoupdate (#10)',
      '[Bot] Update dependencies (#14)',
      'update dev dependencies',
      'Bump the python-packages group across 1 directory with 3 updates (#11)',
    ].map((message, index) => ({ sha: sha(String(index)), message, author: { login: 'dependabot[bot]' } }));
    const odd = { sha: sha('a'), message: 'Refresh the lock (#12)', author: { login: 'renovate[bot]' } };
    const fix = { sha: sha('b'), message: 'Close the socket (#13)', author: { login: 'max' } };
    const sections = readCommitSections([...updates, fix, odd], options);
    expect(sections.map(({ title }) => title)).toEqual([undefined, 'Dependencies']);
    expect(sections[1]?.body).toMatch(
      /^<details>\n<summary>8 updates<\/summary>\n\n- Bump github\.com\/psf\/black from/,
    );
    expect(sections[1]?.body).not.toContain('bot');
    expect(sections[1]?.body).not.toContain('\u200C');
  });

  it('commits that only release a version are no changes', () => {
    const releases = [
      'chore(release): 1.2.0',
      'release: 1.2.0',
      'Release 1.2.0 (#12)',
      'Version 0.28.1 (#3445)',
      'v1.2.0rc1',
      'Bump version: 1.1.0 → 1.2.0',
      'Bump version from 1.1.0 to 1.2.0',
      'start version 8.3.0',
      'release version 8.2.1',
      'Prepare release of demo 1.2',
      'demo-1.2.0',
      'Back to development: 1.3.0.dev0',
      'Update changelog for 1.2.0',
      'Prepare the next release',
      'Start new development cycle',
      'bump',
      '🔖 Release version 0.27.1',
      ':bookmark: 1.2.0',
      '📝 Update release notes',
      'Increment version to 2.13.1',
      'Update CHANGELOG',
      '1!2.0.0',
    ];
    const changes = [
      'Bump the minimum version of h11 to 0.14',
      'Support version 2 of the protocol',
      'Release the lock when the file is closed',
      'Update to Python 3.13',
      'Add 3.14 to the test matrix',
      'Document how to release',
      'Prepare statements once',
    ];
    const told = readCommitSections(
      [...releases, ...changes].map((message, index) => ({
        sha: index.toString(16).padStart(40, '0'),
        message,
      })),
      options,
    );
    const text = told.map(({ body }) => body).join('\n');
    for (const message of releases) expect(text).not.toContain(message.replace(/ \(#\d+\)/, ''));
    for (const message of changes) expect(text).toContain(message);
  });

  it('a commit with the trailer "Release-Notes: skip" is left out, and so is its author', () => {
    const commits = [
      { sha: sha('1'), message: 'ci: add a workflow\n\nRelease-Notes: skip', author: { name: 'Robot' } },
      { sha: sha('2'), message: 'feat: speed', author: { name: 'Ann' } },
    ];
    expect(readCommitSections(commits, options).map(({ title }) => title)).toEqual(['Added']);
    expect(listPeople(commits, options)).toEqual([{ name: 'Ann' }]);
  });

  const merged = (own: readonly string[], title: string) => [
    { sha: sha('0'), message: 'fix: before', parents: [] },
    ...own.map((message, index) => ({
      sha: sha(String(index + 1)),
      message,
      parents: [index === 0 ? sha('0') : sha(String(index))],
    })),
    {
      sha: sha('f'),
      message: `Merge pull request #12 from max/branch\n\n${title}`,
      parents: [sha('0'), sha(String(own.length))],
      author: { login: 'max' },
    },
  ];

  it('a merged pull request is one change with its title', () => {
    expect(readCommitSections(merged(['wip', 'more'], 'Speed things up'), options)).toEqual([
      { title: 'Fixed', body: expect.stringContaining('before') },
      {
        title: 'Other changes',
        body: `- Speed things up ([#12](${repositoryUrl}/pull/12))`,
      },
    ]);
  });

  it('a merged pull request of conventional commits is those commits, with its number', () => {
    const sections = readCommitSections(merged(['feat: one', 'wip', 'fix: two'], 'Speed things up'), options);
    expect(sections).toEqual([
      { title: 'Added', body: `- one ([#12](${repositoryUrl}/pull/12))` },
      { title: 'Fixed', body: expect.stringContaining(`- two ([#12](${repositoryUrl}/pull/12))`) },
    ]);
    expect(JSON.stringify(sections)).not.toMatch(/wip|Speed/);
  });

  it('a merge whose first line is the title of its pull request is one change, with the accounts of its authors', () => {
    const [first, ...rest] = merged(['wip'], '');
    const merge = {
      ...rest[1],
      message: 'Speed things up (#12)\n\nCo-authored-by: Max Muster <m@example.org>',
    };
    const own = { ...rest[0], author: { name: 'Max Muster', login: 'max' } };
    const commits = [first, own, { ...merge, author: { login: 'zoe' } }] as NotedCommit[];
    expect(readCommitSections(commits, options)[1]?.body).toBe(
      `- Speed things up ([#12](${repositoryUrl}/pull/12) by [max](https://github.com/max))`,
    );
  });

  it.each(["Merge branch 'stable'", 'Merge stable into main (#13)'])(
    'the merge "%s" leaves the changes of its branch',
    (title) => {
      const commits = merged(['Speed up', 'Slow down'], '').map((commit) =>
        commit.sha === sha('f') ? { ...commit, message: title } : commit,
      );
      const text = JSON.stringify(readCommitSections(commits, options));
      expect(text).toContain('Speed up');
      expect(text).toContain('Slow down');
      expect(text).not.toContain('stable');
    },
  );

  it('changes without types have no heading of their own', () => {
    expect(readCommitSections([{ sha: sha('1'), message: 'Speed' }], options)).toMatchObject([
      { title: undefined },
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
        const changes = readCommitSections([{ sha: sha('1'), message: text, author: { name } }], options);
        const { body } = renderReleaseNotes(facts({ changes, people: [{ name }, ...readCoAuthors(text)] }));
        expect(listHarm(body)).toEqual([]);
        expect(endsClosed(body)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  }, 120_000);
});

describe('readPullRequestSections', () => {
  it('labels take precedence over titles, and breaking changes over both', () => {
    const titles = readPullRequestSections(
      [
        { number: 1, title: 'Make it fast', labels: ['Enhancement'] },
        { number: 2, title: 'fix: it', labels: ['wontfix'], author: { login: 'bob' } },
        { number: 3, title: 'Remove it', labels: ['bug', 'breaking'] },
      ],
      options,
    );
    expect(titles.map(({ title }) => title)).toEqual(['Breaking changes', 'Added', 'Fixed']);
    expect(titles[2]?.body).toContain(`([#2](${repositoryUrl}/pull/2) by [bob](https://github.com/bob))`);
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
