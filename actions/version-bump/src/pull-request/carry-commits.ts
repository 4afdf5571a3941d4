import type { CommitAuthor, FileChange } from '@slipway/github/commits/commit-objects';
import { applyPatch, structuredPatch } from 'diff';

/** A commit that somebody put on the branch of a release pull request. */
export interface ForeignCommit {
  readonly sha: string;
  readonly message: string;
  readonly author: CommitAuthor | undefined;
  readonly files: readonly ForeignFile[];
}

export interface ForeignFile {
  readonly path: string;
  /** Undefined for a file that did not exist. */
  readonly before: Uint8Array | undefined;
  /** Undefined for a file that was deleted. */
  readonly after: Uint8Array | undefined;
}

/** A commit as it is on top of the renewed release commit. */
export interface CarriedCommit {
  readonly message: string;
  readonly author: CommitAuthor | undefined;
  readonly changes: readonly FileChange[];
}

export type CarriedCommits =
  | { readonly commits: readonly CarriedCommit[] }
  /** The change to this file does not fit any more. */
  | { readonly commits: undefined; readonly sha: string; readonly path: string };

const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const isEqual = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left === undefined || right === undefined ? left === right : Buffer.from(left).equals(right);

// Lines around a change that may differ: the heading above an entry has the new version.
const maxFuzz = 2;

/**
 * Puts commits on top of a renewed release commit, as `git rebase` does. What the release commit or the branch has by now is left
 * out.
 * @param read a file after the renewed release commit
 */
export async function carryCommits(
  foreign: readonly ForeignCommit[],
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<CarriedCommits> {
  const contents = new Map<string, Uint8Array>();
  const commits: CarriedCommit[] = [];
  for (const { sha, message, author, files } of foreign) {
    const changes: FileChange[] = [];
    for (const { path, before, after } of files) {
      const now = contents.get(path) ?? (await read(path));
      if (isEqual(now, after)) continue;
      const result =
        after === undefined ? undefined : isEqual(now, before) ? after : patch(before, after, now);
      if (result === undefined) return { commits: undefined, sha, path };
      contents.set(path, result);
      if (!isEqual(result, now)) changes.push({ path, contents: result });
    }
    if (changes.length > 0) commits.push({ message, author, changes });
  }
  return { commits };
}

function patch(
  before: Uint8Array | undefined,
  after: Uint8Array,
  now: Uint8Array | undefined,
): Uint8Array | undefined {
  if (before === undefined || now === undefined) return undefined;
  // Bytes stay what they are, whatever the encoding.
  const change = structuredPatch('', '', decode(before), decode(after), '', '', { context: 3 });
  const result = applyPatch(decode(now), change, { fuzzFactor: maxFuzz, autoConvertLineEndings: false });
  return result === false ? undefined : Buffer.from(result, 'latin1');
}
