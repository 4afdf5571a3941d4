import { parseMessage } from '@slipway/changelog/commits/commit-message';
import { type FirstTimer, isBot } from '@slipway/changelog/notes/people';
import { expectingEach } from '@slipway/github/client';
import type { CommitSummary } from '@slipway/github/commits';
import type { Repository } from '@slipway/github/repository';

// Each takes a request.
const maxAuthors = 30;

/**
 * Authors whose earliest commit on the default branch is in this range, with the pull request it came by. The whole history is
 * asked, not only the range: who came back after a year is not new.
 * @param commits oldest first
 * @throws as GitHubClient.rest
 */
export async function findFirstTimers(
  { rest, at }: Repository,
  commits: readonly CommitSummary[],
): Promise<FirstTimer[]> {
  const first = new Map<string, { readonly pullRequest: number; readonly committedAt: string }>();
  const withoutPull = new Set<string>();
  for (const { authorLogin: login, message, committedAt } of commits) {
    if (login === undefined || isBot({ login }) || first.has(login) || withoutPull.has(login)) continue;
    const { pullRequest } = parseMessage(message);
    // Who pushed directly before is no newcomer.
    if (pullRequest === undefined) withoutPull.add(login);
    else first.set(login, { pullRequest, committedAt });
  }
  const found: FirstTimer[] = [];
  for (const [login, { pullRequest, committedAt }] of [...first].slice(0, maxAuthors)) {
    const before = new Date(Date.parse(committedAt) - 1000).toISOString();
    const { data } = await rest.repos.listCommits({
      ...{ ...at, author: login, until: before, per_page: 1 },
      ...expectingEach(['sha:string']),
    });
    if (data.length === 0) found.push({ login, pullRequest });
  }
  return found;
}
