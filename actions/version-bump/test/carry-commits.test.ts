import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CarriedCommits, carryCommits, type ForeignCommit } from '../src/pull-request/carry-commits.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const commitOf = (path: string, before: string | undefined, after: string | undefined): ForeignCommit => ({
  ...{ sha: 'a'.repeat(40), message: 'docs: words', author: undefined },
  files: [
    {
      path,
      before: before === undefined ? undefined : bytes(before),
      after: after === undefined ? undefined : bytes(after),
    },
  ],
});

async function carry(
  commits: readonly ForeignCommit[],
  files: Readonly<Record<string, string>>,
): Promise<CarriedCommits> {
  return carryCommits(commits, async (path) => (files[path] === undefined ? undefined : bytes(files[path])));
}

async function textsOf(
  commits: readonly ForeignCommit[],
  files: Readonly<Record<string, string>>,
): Promise<readonly string[] | undefined> {
  const carried = await carry(commits, files);
  return carried.commits?.flatMap(({ changes }) =>
    changes.map(({ contents }) => Buffer.from(contents ?? []).toString('latin1')),
  );
}

const log = (version: string, ...entries: string[]): string =>
  `# Changes\n\n## [Unreleased]\n\n## [${version}] - 2026-01-01\n\n### Added\n\n${entries.map((entry) => `- ${entry}\n`).join('')}\n## [1.0.0] - 2025-01-01\n\n- First.\n`;

describe('a commit on the branch of a release pull request', () => {
  it('a commit by hand is kept below the heading of another version and beside new entries', async () => {
    const edit = commitOf('C', log('1.1.0', 'One.', 'Two.'), log('1.1.0', 'One!', 'Two.'));
    expect(await textsOf([edit], { C: log('2.0.0', 'One.', 'Two.', 'Three.') })).toEqual([
      log('2.0.0', 'One!', 'Two.', 'Three.'),
    ]);
  });

  it('a commit by hand builds on the commit before it', async () => {
    const first = commitOf('C', log('1.1.0', 'One.'), log('1.1.0', 'One!'));
    const second = commitOf('C', log('1.1.0', 'One!'), log('1.1.0', 'One!?'));
    expect(await textsOf([first, second], { C: log('1.2.0', 'One.') })).toEqual([
      log('1.2.0', 'One!'),
      log('1.2.0', 'One!?'),
    ]);
  });

  it('a commit by hand is left out if the branch has the same by now', async () => {
    const edit = commitOf('C', 'a\n', 'b\n');
    expect(await carry([edit], { C: 'b\n' })).toEqual({ commits: [] });
  });

  it.each([
    ['a changed line', commitOf('C', 'a\n', 'b\n'), { C: 'c\n' }],
    ['a deleted file', commitOf('C', 'a\n', undefined), { C: 'a\n' }],
    ['a file that is gone', commitOf('C', 'a\n', 'b\n'), {}],
    ['a new file that is another one', commitOf('C', undefined, 'b\n'), { C: 'c\n' }],
  ])('%s that does not fit is named', async (_, edit, files) => {
    expect(await carry([edit], files as Readonly<Record<string, string>>)).toEqual({
      ...{ commits: undefined, sha: edit.sha, path: 'C' },
    });
  });

  it('any bytes are kept where nothing else has changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.uint8Array(), async (before, after) => {
        const text = (data: Uint8Array): string => Buffer.from(data).toString('latin1');
        const carried = await textsOf([commitOf('C', text(before), text(after))], { C: text(before) });
        expect(carried).toEqual(text(before) === text(after) ? [] : [text(after)]);
      }),
    );
  });
});
