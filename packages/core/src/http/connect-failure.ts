/** A connection that could not be established: nothing of the request was sent. */
export class ConnectFailure extends Error {
  /** Whether a retry may succeed; a proxy that asks for a password or forbids a host gives the same response again. */
  readonly passing: boolean;
  /** What to change, if known. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    options: { readonly passing?: boolean; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ConnectFailure';
    this.passing = options.passing ?? true;
    this.hint = options.hint;
  }
}

/** The failed connection among the causes of a failure. */
export function findConnectFailure(failure: unknown): ConnectFailure | undefined {
  for (let cause = failure; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ConnectFailure) return cause;
  return undefined;
}
