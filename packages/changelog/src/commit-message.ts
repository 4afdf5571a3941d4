import { CommitParser } from 'conventional-commits-parser';
import { BlockTracker } from './markdown/blocks.ts';

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
  /** `Merge branch …` and the like: says nothing of its own. */
  readonly isMerge: boolean;
  /** Number of the pull request the header names, `(#12)` at its end or `Merge pull request #12`. */
  readonly pullRequest: number | undefined;
  /** The commits a squash merge lists in its body as `* type: subject`. */
  readonly squashed: readonly ConventionalChange[];
  readonly reverts: RevertTarget | undefined;
}

/** What a revert names: commits by (possibly short) SHA, a pull request, or only the old header. */
export interface RevertTarget {
  readonly shas: readonly string[];
  readonly pullRequest: number | undefined;
  readonly header: string | undefined;
}

// The parser's patterns are not all linear, so it is only ever given a header and single notes of a bounded size.
const maxLineLength = 500;
const maxSquashed = 1000;

const parser = new CommitParser({
  mergePattern: /^Merge pull request #(\d+) from .*$/,
  mergeCorrespondence: ['pullRequest'],
  // Specification items 1, 4, 5 and 13: a noun, an optional scope in parentheses, an optional "!", then colon and space.
  headerPattern: /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/,
  headerCorrespondence: ['type', 'scope', 'mark', 'subject'],
  // Item 15: BREAKING CHANGE is upper case; item 16: BREAKING-CHANGE means the same.
  noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
  notesPattern: (keywords) => new RegExp(`^(?:[*-] +)?(${keywords}): +(\\S.*)`),
});

const mergeHeader = /^Merge (?:branch|branches|remote-tracking branch|tag|commit|pull request) /;
const breakingFooter = /^(?:[*-] +)?BREAKING[ -]CHANGE: +\S/;
const squashedItem = /^\* +(\w[\w-]*(?:\([^()]*\))?!?: +\S.*)$/;
const pullRequestSuffix = /\(#(\d{1,10})\)$/;

/** Reads one commit message. Takes time linear in its length, whatever it holds. */
export function parseMessage(message: string): ParsedMessage {
  const lines = readProse(message);
  const first = lines.findIndex((line) => line.trim() !== '');
  const firstLine = cut(lines[first] ?? '');
  const merge = /^Merge pull request #(\d{1,10}) from /.exec(firstLine);
  const second = merge === null ? -1 : lines.findIndex((line, index) => index > first && line.trim() !== '');
  const header = second === -1 ? firstLine : cut(lines[second] ?? '');
  const body = lines.slice(Math.max(first, second) + 1);
  const note = body.find((line) => breakingFooter.test(line));
  const pullRequest = readNumber(merge?.[1] ?? pullRequestSuffix.exec(header)?.[1]);
  return {
    ...readChange(header, note),
    header,
    isMerge: second === -1 && mergeHeader.test(firstLine),
    pullRequest,
    squashed: pullRequestSuffix.test(header) ? readSquashed(body) : [],
    reverts: readRevert(header, body),
  };
}

function readChange(header: string, note: string | undefined): ConventionalChange {
  const text = note === undefined ? header : `${header}\n\n${cut(note)}`;
  if (text.trim() === '') return emptyChange;
  const commit = parser.parse(text);
  const noteText = commit.notes[0]?.text;
  const mark = commit.mark === '!';
  const subject = commit.subject ?? header;
  return {
    type: commit.type?.toLowerCase(),
    scope: commit.scope?.trim() || undefined,
    subject,
    breaking: mark || noteText !== undefined,
    breakingText: noteText ?? (mark ? subject : undefined),
  };
}

const emptyChange: ConventionalChange = {
  type: undefined,
  scope: undefined,
  subject: '',
  breaking: false,
  breakingText: undefined,
};

function readSquashed(body: readonly string[]): ConventionalChange[] {
  const changes: ConventionalChange[] = [];
  for (const line of body) {
    const item = squashedItem.exec(cut(line))?.[1];
    if (item !== undefined && changes.length < maxSquashed) changes.push(readChange(item, undefined));
  }
  return changes;
}

function readRevert(header: string, body: readonly string[]): RevertTarget | undefined {
  const quoted = /^Revert "(.*)"(?: \(#\d+\))?$/.exec(header)?.[1];
  const isRevert = quoted !== undefined || /^revert(?:\([^()]*\))?!?: /i.test(header);
  if (!isRevert) return undefined;
  const shas: string[] = [];
  let pullRequest: number | undefined;
  for (const line of body) {
    const text = cut(line);
    const named = /^This reverts commit ([0-9a-f]{7,64})/.exec(text)?.[1];
    if (named !== undefined) shas.push(named);
    // The specification's own example of a revert: "Refs: 676104e, a215868".
    const footer = /^Refs: ([0-9a-f]{7,64}(?:, *[0-9a-f]{7,64})*)$/.exec(text)?.[1];
    if (footer !== undefined) shas.push(...footer.split(',').map((sha) => sha.trim()));
    pullRequest ??= readNumber(/^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,10})\b/.exec(text)?.[1]);
  }
  return { shas, pullRequest, header: quoted };
}

/** The lines outside of code and comments: an example of a footer is no footer. */
function readProse(message: string): string[] {
  const tracker = new BlockTracker();
  return message
    .split(/\r\n|\n|\r/)
    .map((line) => (tracker.accept(line) !== 'text' || /^(?: {4}|\t)/.test(line) ? '' : line));
}

function cut(line: string): string {
  const trimmed = line.length > maxLineLength ? line.slice(0, maxLineLength) : line;
  return trimmed.trimEnd();
}

function readNumber(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
