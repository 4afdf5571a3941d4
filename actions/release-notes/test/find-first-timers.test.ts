import { createCannedClient } from '@slipway/github/testing/canned-client';
import { describe, expect, it } from 'vitest';
import { findFirstTimers } from '../src/find-first-timers.ts';

const commit = (login: string | undefined, message: string, committedAt = '2026-05-06T07:08:09Z') => ({
  ...{ sha: 'a', parents: [], tree: 't', authorName: 'Dev' },
  ...{ authorLogin: login, message, committedAt },
});
const history = (login: string, until = '2026-05-06T07:08:08.000Z'): string =>
  `/repos/octo/demo/commits?author=${login}&until=${until}&per_page=1`;

describe('people whose first change this is', () => {
  it('first-time contributors have no commit in the history before their first one of the range', async () => {
    const { repository, asked } = createCannedClient({
      [history('ada')]: [],
      [history('bob')]: [{ sha: 'b' }],
    });
    const commits = [
      commit('ada', 'feat: a (#7)'),
      commit('bob', 'feat: b (#8)'),
      commit('ada', 'feat: c (#9)', '2026-06-01T00:00:00Z'),
    ];
    expect(await findFirstTimers(repository, commits)).toEqual([{ login: 'ada', pullRequest: 7 }]);
    expect(asked).toEqual([history('ada'), history('bob')]);
  });

  it('came by a pull request: who pushed directly, a bot and a stranger to GitHub are not asked about', async () => {
    const { repository, asked } = createCannedClient({});
    const commits = [
      commit('carol', 'chore: pushed'),
      commit('carol', 'feat: merged later (#3)'),
      commit('renovate[bot]', 'chore: update (#4)'),
      commit(undefined, 'feat: by mail (#5)'),
    ];
    expect(await findFirstTimers(repository, commits)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('first-time contributors are looked for among the first thirty authors', async () => {
    const names = Array.from({ length: 31 }, (_, index) => `user${index}`);
    const { repository, asked } = createCannedClient(
      Object.fromEntries(names.map((name) => [history(name), []])),
    );
    const found = await findFirstTimers(
      repository,
      names.map((name, index) => commit(name, `feat: x (#${index + 1})`)),
    );
    expect(found).toHaveLength(30);
    expect(asked).toHaveLength(30);
  });
});
