/** A commit with its place in the history. */
interface PlacedCommit {
  readonly sha: string;
  /** The first one is the line that was merged into. */
  readonly parents?: readonly string[] | undefined;
}

/**
 * By which merge each commit came in: the sha of a merge with a title of its own, for each commit that was on a branch before. What
 * a merge without one brought in (`Merge branch 'stable'`) is a line like the main one. Linear in the number of commits.
 * @param commits the oldest first
 * @param hasTitle whether a merge says what was merged
 */
export function findMerges(
  commits: readonly PlacedCommit[],
  hasTitle: (sha: string) => boolean,
): ReadonlyMap<string, string> {
  const known = new Map(commits.map((commit) => [commit.sha, commit]));
  const visited = new Set<string>();
  const mergeOf = new Map<string, string>();
  const tips = [commits.at(-1)?.sha ?? ''];
  for (let tip = tips.pop(); tip !== undefined; tip = tips.pop()) {
    const line = followLine(tip, known, visited);
    // From the oldest: what an earlier merge brought in is not of a later one.
    for (const { sha: merge, parents = [] } of line.reverse()) {
      if (!hasTitle(merge)) tips.push(...parents.slice(1));
      else claimBranch(parents.slice(1), merge, known, visited, mergeOf);
    }
  }
  return mergeOf;
}

function followLine(
  tip: string,
  known: ReadonlyMap<string, PlacedCommit>,
  visited: Set<string>,
): PlacedCommit[] {
  const line: PlacedCommit[] = [];
  for (let next = known.get(tip); next !== undefined && !visited.has(next.sha); ) {
    line.push(next);
    visited.add(next.sha);
    const [parent] = next.parents ?? [];
    next = parent === undefined ? undefined : known.get(parent);
  }
  return line;
}

function claimBranch(
  tips: readonly string[],
  merge: string,
  known: ReadonlyMap<string, PlacedCommit>,
  visited: Set<string>,
  mergeOf: Map<string, string>,
): void {
  const pending = [...tips];
  for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
    const commit = known.get(sha);
    if (commit === undefined || visited.has(sha)) continue;
    visited.add(sha);
    mergeOf.set(sha, merge);
    pending.push(...(commit.parents ?? []));
  }
}
