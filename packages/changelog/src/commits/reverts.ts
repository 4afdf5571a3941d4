import type { ParsedMessage } from './commit-message.ts';

/** A commit with its message taken apart. */
export interface ParsedCommit {
  /** Full, lower-case hex. */
  readonly sha: string;
  readonly message: ParsedMessage;
}

/**
 * The commits that leave no trace in this range: those reverted in it, and the reverts that undid them.
 * A revert that is itself reverted undoes nothing. Linear in the number of commits and reverts.
 */
export function findUndone(commits: readonly ParsedCommit[]): ReadonlySet<string> {
  const index = buildIndex(commits);
  const targets = new Map<string, RevertTargets>();
  const pending = new Map<string, number>();
  for (const commit of commits) {
    const found = findTargets(commit, index);
    if (found.shas.length === 0) continue;
    targets.set(commit.sha, found);
    for (const target of found.shas) pending.set(target, (pending.get(target) ?? 0) + 1);
  }
  return settle(commits, targets, pending);
}

/** Decides in the order in which nothing undecided is left that could undo the commit; a cycle (forged) stays undecided, hence kept. */
function settle(
  commits: readonly ParsedCommit[],
  targets: ReadonlyMap<string, RevertTargets>,
  pending: Map<string, number>,
): Set<string> {
  const undone = new Set<string>();
  const reverted = new Set<string>();
  const ready = commits.filter(({ sha }) => !pending.has(sha)).map(({ sha }) => sha);
  for (let sha = ready.pop(); sha !== undefined; sha = ready.pop()) {
    const found = targets.get(sha) ?? nothingReverted;
    const acts = !reverted.has(sha);
    if (acts && found.complete) undone.add(sha);
    for (const target of found.shas) {
      if (acts) {
        reverted.add(target);
        undone.add(target);
      }
      const left = (pending.get(target) ?? 1) - 1;
      pending.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  return undone;
}

interface CommitIndex {
  /** By the first seven digits. */
  readonly bySha: ReadonlyMap<string, readonly string[]>;
  readonly byPullRequest: ReadonlyMap<number, string>;
  readonly byHeader: ReadonlyMap<string, string>;
}

function buildIndex(commits: readonly ParsedCommit[]): CommitIndex {
  const bySha = new Map<string, string[]>();
  const byPullRequest = new Map<number, string>();
  const byHeader = new Map<string, string>();
  for (const { sha, message } of commits) {
    const key = sha.slice(0, 7);
    const same = bySha.get(key);
    if (same === undefined) bySha.set(key, [sha]);
    else same.push(sha);
    if (message.pullRequest !== undefined) byPullRequest.set(message.pullRequest, sha);
    if (!byHeader.has(message.header)) byHeader.set(message.header, sha);
  }
  return { bySha, byPullRequest, byHeader };
}

interface RevertTargets {
  readonly shas: readonly string[];
  /** Whether everything it undoes is in the range: if not, it also undoes something that was released. */
  readonly complete: boolean;
}

const nothingReverted: RevertTargets = { shas: [], complete: false };

function findTargets({ sha, message }: ParsedCommit, index: CommitIndex): RevertTargets {
  const { reverts } = message;
  if (reverts === undefined) return nothingReverted;
  let missing = 0;
  const found = new Set<string>();
  for (const named of reverts.shas) {
    const candidate = index.bySha.get(named.slice(0, 7))?.find((full) => full.startsWith(named));
    if (candidate === undefined) missing += 1;
    else found.add(candidate);
  }
  if (reverts.shas.length === 0) {
    const byNumber =
      reverts.pullRequest === undefined ? undefined : index.byPullRequest.get(reverts.pullRequest);
    const byHeader = reverts.header === undefined ? undefined : index.byHeader.get(reverts.header);
    const candidate = byNumber ?? byHeader;
    if (candidate !== undefined) found.add(candidate);
  }
  found.delete(sha);
  return { shas: [...found], complete: found.size > 0 && missing === 0 };
}
