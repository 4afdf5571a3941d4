import { type ConventionalHeader, readHeader } from './conventional-header.ts';
import { isDependencyUpdate } from './dependency-update.ts';
import { cutTrailers, type Footer, isBreaking, readFooters } from './footers.ts';
import { readProse } from './message-lines.ts';
import { type RevertTarget, readRevert } from './revert-target.ts';
import { endsSquashedCommit, readSquashedTitles } from './squashed-commits.ts';

/** What a commit message says in the terms of Conventional Commits 1.0.0. */
export interface ConventionalChange {
  /** Lower case; undefined when the header is not in the form `type(scope)!: subject`. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  /** The description, or the whole header when it is not conventional. */
  readonly subject: string;
  readonly breaking: boolean;
  /** The text of the `BREAKING CHANGE:` footer, or the subject of a `!` header. */
  readonly breakingText: string | undefined;
}

/** A commit message taken apart: its own change, those listed in a squashed body, and what it reverts. */
export interface ParsedMessage extends ConventionalChange {
  /** First line that carries the change, cut at 500 characters. */
  readonly header: string;
  /** The line that makes the change a breaking one. */
  readonly breakingLine: string | undefined;
  /** `Merge branch …` without a title of its own: says nothing. */
  readonly isMerge: boolean;
  /** `Merge pull request #12 from …` with the title of the pull request, whose commits are in the history as well. */
  readonly isMergedPullRequest: boolean;
  /** Number of the pull request the header names, `(#12)` at its end or `Merge pull request #12`. */
  readonly pullRequest: number | undefined;
  /** The commits a squash merge lists in its body, if its title is not a Conventional Commit; `header` is the title of each. */
  readonly squashed: readonly (ConventionalChange & { readonly header: string })[];
  /** The title is that of an update of dependencies, whose body quotes the changelog of somebody else. */
  readonly isDependencyUpdate: boolean;
  /** Without those of a quoted changelog. */
  readonly footers: readonly Footer[];
  readonly reverts: RevertTarget | undefined;
}

const mergeHeader = /^Merge (?:branch|branches|remote-tracking branch|tag|commit|pull request) /;
const pullRequestSuffix = /\(#(\d{1,10})\)$/;

/**
 * Reads one commit message, in time linear in its length. The title decides before the body: the commits that a body lists
 * count only below a title that is not a Conventional Commit, and of the body of a dependency update only the footers at its end.
 */
export function parseMessage(message: string): ParsedMessage {
  const lines = readProse(message);
  const first = lines.findIndex((line) => line.trim() !== '');
  const firstLine = lines[first] ?? '';
  const merge = /^Merge pull request #(\d{1,10}) from /.exec(firstLine);
  const second = merge === null ? -1 : lines.findIndex((line, index) => index > first && line.trim() !== '');
  const header = second === -1 ? firstLine : (lines[second] ?? '');
  const body = lines.slice(Math.max(first, second) + 1);
  const read = readHeader(header);
  const isUpdate = isDependencyUpdate(read.type, read.scope, read.subject);
  const isSquash = pullRequestSuffix.test(header) && read.type === undefined && !isUpdate;
  const titles = isSquash ? readSquashedTitles(body) : [];
  const footers = isUpdate
    ? readFooters(cutTrailers(body))
    : readFooters(body, titles.length > 0 ? endsSquashedCommit : undefined);
  const note = footers.find(isBreaking);
  return {
    ...describeChange(read, note),
    header,
    breakingLine: read.mark ? header : note?.line,
    isMerge: second === -1 && mergeHeader.test(firstLine),
    isMergedPullRequest: second !== -1,
    pullRequest: readNumber(merge?.[1] ?? pullRequestSuffix.exec(header)?.[1]),
    squashed: titles.map((title) => ({ ...describeChange(readHeader(title), undefined), header: title })),
    isDependencyUpdate: isUpdate,
    footers,
    reverts: readRevert(header, body),
  };
}

function describeChange(
  { type, scope, subject, mark }: ConventionalHeader,
  note: Footer | undefined,
): ConventionalChange {
  return {
    ...{ type, scope, subject },
    breaking: mark || note !== undefined,
    breakingText: note?.value ?? (mark ? subject : undefined),
  };
}

function readNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
