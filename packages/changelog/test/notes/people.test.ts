import { describe, expect, it } from 'vitest';
import { isBot, readCoAuthors, renderCredits } from '../../src/notes/people.ts';
import { repositoryUrl } from './facts.ts';

const base = { repositoryUrl };

describe('renderCredits', () => {
  it('each contributor is named once, without programs, and newcomers by number', () => {
    const people = [
      { login: 'bo', name: 'Bo' },
      { name: 'Bo' },
      { login: 'BO' },
      { login: 'dependabot[bot]' },
      { name: 'github-actions[bot]' },
      { name: '@everyone' },
    ];
    const first = [
      { login: 'zoe', pullRequest: 9 },
      { login: 'bo', pullRequest: 3 },
    ];
    expect(renderCredits(people, first, base)).toBe(
      `**New contributors:** [bo](https://github.com/bo) made their first contribution in [#3](${repositoryUrl}/pull/3); [zoe](https://github.com/zoe) made their first contribution in [#9](${repositoryUrl}/pull/9)\n\n**Contributors:** @\u200Ceveryone, [bo](https://github.com/bo)`,
    );
  });

  it('ninety contributors are folded', () => {
    const people = Array.from({ length: 90 }, (_, index) => ({ login: `person-${index}` }));
    expect(renderCredits(people, [], base)).toMatch(
      /^<details>\n<summary>90 contributors<\/summary>\n\n.*\n\n<\/details>$/,
    );
  });

  it('somebody who did everything alone is not thanked', () => {
    expect(renderCredits([{ login: 'max' }, { name: 'Max', login: 'max' }], [], base)).toBe('');
  });

  it('accounts of another server are linked there', () => {
    const text = renderCredits([{ login: 'a' }, { login: 'b' }], [], {
      repositoryUrl: 'https://ghes.example.com/o/r',
    });
    expect(text).toBe('**Contributors:** [a](https://ghes.example.com/a), [b](https://ghes.example.com/b)');
  });
});

describe('programs', () => {
  it.each([
    { login: 'renovate[bot]' },
    { login: 'pre-commit-ci[bot]', name: 'x' },
    { login: 'Copilot' },
    { name: 'GitHub' },
    { name: 'dependabot[bot]' },
  ])('%j is a program', (person) => {
    expect(isBot(person)).toBe(true);
  });

  it('co-authors with an address that takes no mail are programs, but for addresses that GitHub gives to people', () => {
    const message = [
      'feat: x',
      '',
      'Co-authored-by: Assistant <noreply@example.com>',
      'Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
      'Co-authored-by: Ann <1+ann@users.noreply.github.com>',
      'Co-authored-by: Bo <bo@example.com>',
    ].join('\n');
    expect(readCoAuthors(message)).toEqual([
      { name: 'Ann', login: 'ann' },
      { name: 'Bo', login: undefined },
    ]);
  });
});
