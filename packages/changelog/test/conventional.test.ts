import { describe, expect, it } from 'vitest';
import { recommendBump } from '../src/conventional.ts';

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
    ['docs: x\n\n```\nBREAKING CHANGE: y\n```', undefined],
    ['docs: x\n\n    BREAKING CHANGE: y', undefined],
    ['docs: x\n\n> BREAKING CHANGE: y', undefined],
    ['docs: x\n\n<!--\nBREAKING CHANGE: describe it here\n-->', undefined],
    ['docs: x\r\n\r\nBREAKING CHANGE: y\r\n', 'major'],
    ["Merge branch 'main' into topic", undefined],
    ['Merge pull request #3 from o/feat\n\nfeat: x', 'minor'],
    ['Merge pull request #3 from o/feat!: y', undefined],
    ['chore: all of it (#12)\n\n* docs: a\n\n* feat: b\n\n* fix: c', 'minor'],
    ['chore: all of it (#12)\n\n* feat!: b', 'major'],
    ['chore: all of it\n\n* feat: not squashed', undefined],
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
      reasons: [
        { sha: sha(1), bump: 'patch', text: 'fix: a' },
        { sha: sha(3), bump: 'minor', text: 'feat: c' },
      ],
    });
    expect(recommendBump([])).toEqual({ bump: undefined, reasons: [] });
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
      reasons: [{ sha: both.sha, bump: 'patch', text: 'revert: two' }],
    });
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
