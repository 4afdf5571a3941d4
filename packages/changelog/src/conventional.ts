import { type ParsedMessage, parseMessage } from './commit-message.ts';
import { findUndone } from './reverts.ts';

/** A commit as the API and git give it. */
export interface CommitText {
  /** Full, lower-case hex. */
  readonly sha: string;
  readonly message: string;
}

export type BumpKind = 'major' | 'minor' | 'patch';

/** Why a commit asks for a bump; `text` is its header and not neutralized. */
export interface BumpReason {
  readonly sha: string;
  readonly bump: BumpKind;
  readonly text: string;
}

export interface BumpRecommendation {
  /** Undefined when no commit asks for a release. */
  readonly bump: BumpKind | undefined;
  /** One a commit that counts, in the order of the input. */
  readonly reasons: readonly BumpReason[];
}

const rank: Readonly<Record<BumpKind, number>> = { patch: 1, minor: 2, major: 3 };

// Specification: feat is MINOR, fix is PATCH, breaking is MAJOR; perf and revert change what users get as fix does.
const bumpOfType: ReadonlyMap<string, BumpKind> = new Map([
  ['feat', 'minor'],
  ['fix', 'patch'],
  ['perf', 'patch'],
  ['revert', 'patch'],
]);

/**
 * The smallest bump that is right for these commits, by Conventional Commits 1.0.0.
 * A commit and its revert in the same range cancel out; the commits a squash merge lists count as well.
 */
export function recommendBump(commits: readonly CommitText[]): BumpRecommendation {
  const parsed = commits.map(({ sha, message }) => ({ sha, message: parseMessage(message) }));
  const undone = findUndone(parsed);
  const reasons: BumpReason[] = [];
  let bump: BumpKind | undefined;
  for (const { sha, message } of parsed) {
    const asked = undone.has(sha) ? undefined : bumpOfMessage(message);
    if (asked === undefined) continue;
    reasons.push({ sha, bump: asked, text: message.header });
    bump = higher(bump, asked);
  }
  return { bump, reasons };
}

function bumpOfMessage(message: ParsedMessage): BumpKind | undefined {
  if (message.isMerge) return message.breaking ? 'major' : undefined;
  // Undoing something that was released is a fix, even when the header says it in git's words.
  let bump: BumpKind | undefined = message.reverts === undefined ? undefined : 'patch';
  for (const change of [message, ...message.squashed]) {
    const asked = change.breaking ? 'major' : bumpOfType.get(change.type ?? '');
    if (asked !== undefined) bump = higher(bump, asked);
  }
  return bump;
}

function higher(left: BumpKind | undefined, right: BumpKind): BumpKind {
  return left !== undefined && rank[left] >= rank[right] ? left : right;
}
