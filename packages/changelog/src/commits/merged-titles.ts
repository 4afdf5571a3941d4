/** A commit with its place in the history. */
export interface PlacedCommit {
  readonly sha: string;
  /** The first one is the line that was merged into; absent when the history is not known. */
  readonly parents?: readonly string[] | undefined;
}

/**
 * The merges whose title counts. A merge echoes what it merged, so that its title says something new only if nothing that it
 * brought in counts by itself. Merges inside of a merged branch never count. Linear in the number of commits.
 * @param commits the oldest first
 * @param counts whether a commit that is not a merge says something by itself
 */
export function findCountingMerges(
  commits: readonly PlacedCommit[],
  counts: (sha: string) => boolean,
): ReadonlySet<string> {
  const known = new Map(commits.map((commit) => [commit.sha, commit]));
  const head = commits.at(-1);
  const line: PlacedCommit[] = [];
  const visited = new Set<string>();
  for (let next = head; next !== undefined && !visited.has(next.sha); ) {
    line.push(next);
    visited.add(next.sha);
    const [parent] = next.parents ?? [];
    next = parent === undefined ? undefined : known.get(parent);
  }
  const counting = new Set<string>();
  for (const { sha, parents = [] } of line.toReversed()) {
    if (parents.length < 2) continue;
    if (!visitBranch(parents.slice(1), known, visited, counts)) counting.add(sha);
  }
  return counting;
}

/** Walks over what a merge brought in, and was not there before. @returns whether any of it counts */
function visitBranch(
  tips: readonly string[],
  known: ReadonlyMap<string, PlacedCommit>,
  visited: Set<string>,
  counts: (sha: string) => boolean,
): boolean {
  let found = false;
  const pending = [...tips];
  for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
    const commit = known.get(sha);
    if (commit === undefined || visited.has(sha)) continue;
    visited.add(sha);
    const parents = commit.parents ?? [];
    if (parents.length < 2 && counts(sha)) found = true;
    pending.push(...parents);
  }
  return found;
}
