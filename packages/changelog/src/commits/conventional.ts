import { type BumpKind, type BumpTypes, defaultBumpTypes, higherBump } from './bump-types.ts';
import { type ParsedMessage, parseMessage } from './commit-message.ts';
import { findCountingMerges } from './merged-titles.ts';
import { findUndone } from './reverts.ts';

/** A commit as the API and git give it. */
export interface CommitText {
  /** Full, lower-case hex. */
  readonly sha: string;
  readonly message: string;
  /** The first one is the line that was merged into. */
  readonly parents?: readonly string[];
}

/** What one commit asks for, and why. Neither text is neutralized. */
export interface CommitVerdict {
  readonly sha: string;
  /** Undefined when the commit asks for no release. */
  readonly bump: BumpKind | undefined;
  /** The line that counted; else the title. */
  readonly line: string;
  /** Why, as the end of a sentence: `type "feat"`. */
  readonly because: string;
}

export interface BumpRecommendation {
  /** Undefined when no commit asks for a release. */
  readonly bump: BumpKind | undefined;
  /** One for every commit, in the order of the input. */
  readonly verdicts: readonly CommitVerdict[];
}

/**
 * The smallest bump that is right for these commits, by Conventional Commits 1.0.0. A commit and its revert in the same range
 * cancel out, and a merge does not repeat what it merged.
 * @param commits the oldest first
 */
export function recommendBump(
  commits: readonly CommitText[],
  types: BumpTypes = defaultBumpTypes,
): BumpRecommendation {
  const parsed = commits.map(({ message, ...commit }) => ({ ...commit, message: parseMessage(message) }));
  const undone = findUndone(parsed);
  const judged = new Map(parsed.map(({ sha, message }) => [sha, judgeMessage(message, types)]));
  const counting = findCountingMerges(
    commits,
    (sha) => !undone.has(sha) && judged.get(sha)?.bump !== undefined,
  );
  let bump: BumpKind | undefined;
  const verdicts = parsed.map(({ sha, message, parents }): CommitVerdict => {
    const { isMergedPullRequest, breakingLine, header } = message;
    if (undone.has(sha)) return { sha, ...nothing(header, 'reverted in this range, or its revert') };
    // Without the history, the title of a merge is all that is known of what it brought.
    const isTitle = isMergedPullRequest && (breakingLine === undefined || breakingLine === header);
    const isEcho = isTitle && parents !== undefined && !counting.has(sha);
    if (isEcho) return { sha, ...nothing(header, 'a merge, whose own commits count') };
    const verdict = judged.get(sha) ?? nothing(header, '');
    if (verdict.bump !== undefined) bump = higherBump(bump, verdict.bump);
    return { sha, ...verdict };
  });
  return { bump, verdicts };
}

type Verdict = Omit<CommitVerdict, 'sha'>;

const nothing = (line: string, because: string): Verdict => ({ bump: undefined, line, because });

function judgeMessage(message: ParsedMessage, types: BumpTypes): Verdict {
  const { header, type, breakingLine, squashed } = message;
  if (breakingLine !== undefined)
    return {
      ...{ bump: 'major', line: breakingLine },
      because: breakingLine === header ? 'a "!" before the colon' : 'a BREAKING CHANGE footer',
    };
  if (message.isMerge) return nothing(header, 'a merge, whose own commits count');
  let best: Verdict | undefined;
  const offer = (bump: BumpKind | undefined, line: string, because: string): void => {
    if (bump === undefined || (best?.bump !== undefined && higherBump(best.bump, bump) === best.bump)) return;
    best = { bump, line, because };
  };
  offer(types.get(type ?? ''), header, `type "${type ?? ''}"`);
  // Undoing something that was released is a fix, even when the header says it in git's words.
  if (message.reverts !== undefined) offer(types.get('revert'), header, 'reverts a released change');
  for (const change of squashed) {
    const bump = change.breaking ? 'major' : types.get(change.type ?? '');
    offer(bump, change.header, 'a commit that the squash merge lists');
  }
  if (best !== undefined) return best;
  if (type !== undefined) return nothing(header, `type "${type}" asks for no release`);
  if (message.isDependencyUpdate) return nothing(header, 'an update of dependencies without a type');
  return nothing(header, 'not a Conventional Commit');
}
