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

// Items 1, 4, 5, 13 and 15: a noun, an optional scope in parentheses, an optional "!", then colon and space, in any case.
const form = /^(\w[\w-]*)(?:\(([^()]*)\))?(!)?: +(\S.*)$/;

/** @param title one line of at most 500 characters */
export function readHeader(title: string): ConventionalHeader {
  const found = form.exec(title);
  if (found === null) return { type: undefined, scope: undefined, subject: title.trim(), mark: false };
  const [, type, scope, mark, subject = ''] = found;
  return {
    type: type?.toLowerCase(),
    scope: scope?.trim() || undefined,
    subject,
    mark: mark === '!',
  };
}
