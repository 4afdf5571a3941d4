import type { ErrorKind } from './define-errors.ts';

/** What caused a failure: an input, the environment, a remote service, or bytes that differ from the promised ones. */
export type Blame = 'input' | 'environment' | 'remote' | 'integrity';

export interface ActionErrorOptions {
  /** What was seen and what to change in this occurrence; the catalogue's text is the fallback. */
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * A failure of a known kind. `message` says what happened and the value seen, `hint` what to change, and `cause` is always kept.
 */
export class ActionError extends Error {
  /** `E_…`, with an entry of its own in `docs/errors.md`. */
  readonly code: string;
  readonly kind: ErrorKind;
  readonly blame: Blame;
  readonly hint: string;

  constructor(kind: ErrorKind, blame: Blame, options: ActionErrorOptions = {}) {
    super(options.message ?? kind.message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = new.target.name;
    this.code = kind.code;
    this.kind = kind;
    this.blame = blame;
    this.hint = options.hint ?? kind.hint;
  }
}

/** The caller supplied something invalid: an input, a project file, a tag. */
export class InputError extends ActionError {
  constructor(kind: ErrorKind, options: ActionErrorOptions = {}) {
    super(kind, 'input', options);
  }
}

/** The machine or the job lacks something: a tool, a permission, a token. */
export class EnvironmentError extends ActionError {
  constructor(kind: ErrorKind, options: ActionErrorOptions = {}) {
    super(kind, 'environment', options);
  }
}

export interface RemoteErrorOptions extends ActionErrorOptions {
  /** HTTP status of the last answer; absent when there was none. */
  readonly status?: number | undefined;
  /** Already redacted: no query, no credentials. */
  readonly url?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryable?: boolean | undefined;
  /** How long the service asks to wait before the next request. */
  readonly retryAfterMs?: number | undefined;
}

/** A service rejected a request, stalled, or returned a response that differs from its documentation. */
export class RemoteError extends ActionError {
  readonly status: number | undefined;
  readonly url: string | undefined;
  readonly requestId: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, options: RemoteErrorOptions = {}) {
    super(kind, 'remote', options);
    this.status = options.status;
    this.url = options.url;
    this.requestId = options.requestId;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Bytes differ from the promised bytes. Never retried, never overridden. */
export class IntegrityError extends ActionError {
  constructor(kind: ErrorKind, options: ActionErrorOptions = {}) {
    super(kind, 'integrity', options);
  }
}
