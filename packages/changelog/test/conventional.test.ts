import { describe, expect, it } from 'vitest';
import type { BumpKind } from '../src/commits/bump-types.ts';
import { recommendBump } from '../src/commits/conventional.ts';

const sha = (index: number): string => index.toString(16).padStart(40, '0');

function bumpOf(...messages: string[]): string | undefined {
  return recommendBump(
    messages.map((message, index) => ({ sha: sha((index + 1) * 0x1000_0000 * 0x1000_0000), message })),
  ).bump;
}

describe('recommendBump', () => {
  it.each([
    ['feat: x', 'minor'],
    ['feat(api): x', 'minor'],
    ['FEAT: x', 'minor'],
    ['feat!: x', 'major'],
    ['feat(api)!: x', 'major'],
    ['chore!: drop 3.9', 'major'],
    ['fix: x', 'patch'],
    ['perf(core): x', 'patch'],
    ['docs: x', undefined],
    ['feat:x', undefined],
    ['feat : x', undefined],
    ['feature: x', undefined],
    ['update things', undefined],
    ['', undefined],
    ['   \n\n', undefined],
    ['constructor: x', undefined],
    ['__proto__: x', undefined],
    ['docs: x\n\nBREAKING CHANGE: y', 'major'],
    ['docs: x\n\nBREAKING-CHANGE: y', 'major'],
    ['no type\n\nSome text.\n\nBREAKING CHANGE: y', 'major'],
    ['docs: x\n\nbreaking change: y', undefined],
    ['docs: x\n\nBREAKING CHANGE without colon', undefined],
    ['docs: x\n\nBREAKING CHANGE:\nText on the next line.', 'major'],
    ['docs: x\n\nBREAKING-CHANGE:\n  Indented text.', 'major'],
    ['docs: x\n\nBREAKING CHANGE:\n\nText after a blank line.', 'major'],
    ['docs: x\n\nBREAKING CHANGE:', undefined],
    ['docs: x\n\nBREAKING CHANGE:\nRefs: #1', undefined],
    ['docs: x\n\nBREAKING CHANGE:no space', undefined],
    ['docs: x\n\nBREAKING CHANGE #12', undefined],
    ['docs: x\n\nBREAKING CHANGES: y', undefined],
    ['docs: x\n\nBreaking-Change: y', undefined],
    ['docs: x\n\n- BREAKING CHANGE: y', undefined],
    ['docs: x\n\nRefs #12\nBREAKING CHANGE: y\nSigned-off-by: z', 'major'],
    ['docs: x\n\n```\nBREAKING CHANGE: y\n```', undefined],
    ['docs: x\n\n    BREAKING CHANGE: y', undefined],
    ['docs: x\n\n> BREAKING CHANGE: y', undefined],
    ['docs: x\n\n<!--\nBREAKING CHANGE: describe it here\n-->', undefined],
    ['docs: x\r\n\r\nBREAKING CHANGE: y\r\n', 'major'],
    ["Merge branch 'main' into topic", undefined],
    ['Merge pull request #3 from o/feat\n\nfeat: x', 'minor'],
    ['Merge pull request #3 from o/feat!: y', undefined],
    ['Add all of it (#12)\n\n* docs: a\n\n* feat: b\n\nWords.\n\n* fix: c', 'minor'],
    ['Add all of it (#12)\n\n* wip\n* feat!: b\n', 'major'],
    ['Add all of it (#12)\n\n* fix: a\n\nBREAKING CHANGE: b\n\n* docs: c', 'major'],
    ['Add all of it (#12)\n\n* fix: a\n\n---------\n\nCo-authored-by: B <b@example.com>', 'patch'],
    ['Add all of it\n\n* feat: not squashed', undefined],
    ['Add all of it (#12)\n\nSome words first.\n\n* feat: not a commit', undefined],
    ['Add all of it (#12)\n\n## Changes\n\n* feat: not a commit', undefined],
    ['Add all of it (#12)\n\n* docs: a\n\n<details>\n\n* feat: not a commit', undefined],
    ['chore: all of it (#12)\n\n* feat: b\n\n* fix!: c', undefined],
    ['fix: all of it (#12)\n\n* feat!: b', 'patch'],
    ['chore(deps): update dependency foo to v3 (#12)\n\n* fix!: drop python 3.8 by @b…', undefined],
    ['fix(deps): update dependency foo to v3 (#12)\n\n* fix!: drop python 3.8 by @b…', 'patch'],
    ['Update dependency foo to v3 (#12)\n\n* fix!: drop python 3.8 by @b in https://e.org', undefined],
    ['Bump foo from 1 to 2 (#12)\n\n* feat: one\n* fix!: two', undefined],
    ['Bump the ci group with 3 updates (#12)\n\n* fix!: two', undefined],
    ['[pre-commit.ci] pre-commit autoupdate (#12)\n\n* fix!: two', undefined],
    ['Release notes of a tool (#12)\n\n* feat: a by @b in https://e.org/1', undefined],
    ['chore(deps): update foo\n\n### Notes\n\nBREAKING CHANGE: quoted\n\n### More\n\nwords', undefined],
    ['chore(deps): update foo\n\nBREAKING CHANGE: foo 3 is needed\n\nRefs: #1', 'major'],
    ['Revert "feat: x"\n\nThis reverts commit 1234567890123456789012345678901234567890.', 'patch'],
    ['revert: let us never again speak of it\n\nRefs: 676104e, a215868', 'patch'],
  ])('the commit message %j recommends the bump %s', (message, bump) => {
    expect(bumpOf(message)).toBe(bump);
  });

  it('the largest bump of all commits is recommended with every reason', () => {
    const commits = [
      { sha: sha(1), message: 'fix: a\n\nbody' },
      { sha: sha(2), message: 'docs: b' },
      { sha: sha(3), message: 'feat: c' },
    ];
    expect(recommendBump(commits)).toEqual({
      bump: 'minor',
      verdicts: [
        { sha: sha(1), bump: 'patch', line: 'fix: a', because: 'type "fix"' },
        { sha: sha(2), bump: undefined, line: 'docs: b', because: 'type "docs" asks for no release' },
        { sha: sha(3), bump: 'minor', line: 'feat: c', because: 'type "feat"' },
      ],
    });
    expect(recommendBump([])).toEqual({ bump: undefined, verdicts: [] });
  });

  it('every commit is explained by the line that counted', () => {
    const explain = (message: string): unknown => {
      const { bump, line, because } = recommendBump([{ sha: sha(1), message }]).verdicts[0] ?? {};
      return [bump, line, because];
    };
    expect(explain('docs: x\n\nwords\n\nBREAKING CHANGE: y')).toEqual([
      ...['major', 'BREAKING CHANGE: y', 'a BREAKING CHANGE footer'],
    ]);
    expect(explain('Add it (#1)\n\n* docs: x\n\n* fix!: y')).toEqual([
      ...['major', 'fix!: y', 'a commit that the squash merge lists'],
    ]);
    expect(explain('Bump x from 1 to 2 (#1)')).toEqual([
      ...[undefined, 'Bump x from 1 to 2 (#1)', 'an update of dependencies without a type'],
    ]);
    expect(explain('words')).toEqual([undefined, 'words', 'not a Conventional Commit']);
  });

  it('a type counts as it is configured, whatever its case', () => {
    const types = new Map<string, BumpKind>([['build', 'patch']]);
    const bump = (message: string): unknown => recommendBump([{ sha: sha(1), message }], types).bump;
    expect([bump('Build: x'), bump('feat: x'), bump('chore!: x')]).toEqual(['patch', undefined, 'major']);
  });

  it('the title of a merge counts only if nothing that it brought in counts', () => {
    const place = (index: number, message: string, ...parents: number[]) => ({
      ...{ sha: sha(index), message, parents: parents.map(sha) },
    });
    const merge = 'Merge pull request #1 from o/x\n\nfeat!: everything';
    const branch = (message: string) => [place(1, 'docs: base'), place(2, message, 1), place(3, merge, 1, 2)];
    expect(recommendBump(branch('fix: part')).bump).toBe('patch');
    expect(recommendBump(branch('work in progress')).bump).toBe('major');
    const inner = [
      ...branch('fix: part'),
      place(4, 'fix: other', 1),
      place(5, merge, 4, 3),
      place(6, merge, 1, 5),
    ];
    expect(recommendBump(inner).bump).toBe('patch');
  });

  const breaking = { sha: 'a'.repeat(40), message: 'feat!: x' };
  const revert = {
    sha: 'b'.repeat(40),
    message: `Revert "feat!: x"\n\nThis reverts commit ${'a'.repeat(40)}.`,
  };
  const again = {
    sha: 'c'.repeat(40),
    message: `Revert "Revert "feat!: x""\n\nThis reverts commit ${'b'.repeat(40)}.`,
  };
  const fix = { sha: 'd'.repeat(40), message: 'fix: y' };

  it('a breaking change and its revert in one range are both ignored in either order', () => {
    expect(recommendBump([breaking, revert, fix]).bump).toBe('patch');
    expect(recommendBump([fix, revert, breaking]).bump).toBe('patch');
    expect(recommendBump([breaking, revert]).bump).toBeUndefined();
  });

  it('a change whose revert was reverted is counted', () => {
    expect(recommendBump([breaking, revert, again]).bump).toBe('major');
  });

  it('a revert of two commits is counted if one of them was released before', () => {
    const both = { sha: 'e'.repeat(40), message: `revert: two\n\nRefs: aaaaaaa, 7777777` };
    expect(recommendBump([breaking, both])).toEqual({
      bump: 'patch',
      verdicts: [
        {
          sha: breaking.sha,
          bump: undefined,
          line: 'feat!: x',
          because: 'reverted in this range, or its revert',
        },
        { sha: both.sha, bump: 'patch', line: 'revert: two', because: 'type "revert"' },
      ],
    });
  });

  it("a change that git's revert of a revert reapplied is counted", () => {
    const reapplied = { ...again, message: `Reapply "feat!: x"\n\nThis reverts commit ${'b'.repeat(40)}.` };
    expect(recommendBump([breaking, revert, reapplied]).bump).toBe('major');
  });

  it('a revert made with the pull request button cancels the original change', () => {
    const squashed = { sha: 'a'.repeat(40), message: 'feat: x (#12)' };
    const button = { sha: 'b'.repeat(40), message: 'Revert "feat: x (#12)" (#13)\n\nReverts o/r#12' };
    expect(recommendBump([squashed, button]).bump).toBeUndefined();
  });

  it('commits that claim to revert each other are counted as patches', () => {
    const one = { sha: 'a'.repeat(40), message: `Revert "b"\n\nThis reverts commit ${'b'.repeat(40)}.` };
    const two = { sha: 'b'.repeat(40), message: `Revert "a"\n\nThis reverts commit ${'a'.repeat(40)}.` };
    expect(recommendBump([one, two]).bump).toBe('patch');
  });

  it.each([
    ['one line of spaces', ' '.repeat(1 << 20)],
    ['one header', `feat: ${'x'.repeat(1 << 20)}`],
    ['brackets', `feat(${'('.repeat(1 << 20)}`],
    ['fences', '`'.repeat(1 << 20)],
    ['comments', '<!--'.repeat(1 << 18)],
    ['footers', `docs: x\n\n${'BREAKING CHANGE: y\n'.repeat(1 << 16)}`],
    ['items', `x (#1)\n\n${'* feat: y\n'.repeat(1 << 17)}`],
    ['references', `docs: fixes ${'#1 fixes '.repeat(1 << 17)}`],
    ['quotes', `Revert "${'" '.repeat(1 << 19)}`],
  ])('a message with 1 MiB of %s is parsed', (_, message) => {
    expect(recommendBump([{ sha: sha(1), message }])).toBeDefined();
  });
});
