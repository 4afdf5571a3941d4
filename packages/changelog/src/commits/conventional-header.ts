import { CommitParser } from 'conventional-commits-parser';

/** What a title says in the terms of Conventional Commits 1.0.0. */
export interface ConventionalHeader {
  /** Lower case; undefined when the title is not in the form `type(scope)!: subject`. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  /** The description, or the whole title when it is not conventional. */
  readonly subject: string;
  /** There is a `!` before the colon. */
  readonly mark: boolean;
}

// The parser's other patterns are not all linear, so it is only ever given a title of a bounded length.
const parser = new CommitParser({
  // Items 1, 4, 5 and 13: a noun, an optional scope in parentheses, an optional "!", then colon and space.
  headerPattern: /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/,
  headerCorrespondence: ['type', 'scope', 'mark', 'subject'],
});

/** @param title one line of at most 500 characters */
export function readHeader(title: string): ConventionalHeader {
  if (title.trim() === '') return { type: undefined, scope: undefined, subject: '', mark: false };
  const { type, scope, mark, subject } = parser.parse(title);
  return {
    type: type?.toLowerCase(),
    scope: scope?.trim() || undefined,
    subject: subject ?? title,
    mark: mark === '!',
  };
}
