import { neutralizeLine } from '@slipway/core/neutralize';
import type { Exec, Log } from '@slipway/core/ports';
import type { Repository } from '@slipway/github/repository';
import type { History } from './history.ts';
import { openLocalHistory } from './local-history.ts';
import { openRemoteHistory } from './remote-history.ts';
import { createGit } from './run-git.ts';

/** Where a history can be read. */
export interface HistorySources {
  readonly repository: Repository;
  readonly exec: Exec;
  /** `GITHUB_WORKSPACE`; empty outside of a job. */
  readonly workspace: string;
  /** `PATH`. */
  readonly path: string;
  readonly log: Log;
}

/**
 * The history of a commit: that of the checkout if it is complete, else through the API.
 * @param headSha the commit, as GitHub says; a checkout of another repository does not contain it
 */
export async function openHistory(sources: HistorySources, headSha: string): Promise<History> {
  const { repository, exec, workspace, path, log } = sources;
  const local =
    workspace === ''
      ? { history: undefined, problem: 'the job has no workspace' }
      : await openLocalHistory(createGit(exec, workspace, path), headSha);
  if (local.history !== undefined) {
    log.debug(`The history of ${headSha} is read from the checkout.`);
    return local.history;
  }
  log.info(
    `The history is read through the API, because ${neutralizeLine(local.problem, 200)}. It is faster and complete after actions/checkout with "fetch-depth: 0".`,
  );
  return openRemoteHistory(repository, headSha, log);
}
