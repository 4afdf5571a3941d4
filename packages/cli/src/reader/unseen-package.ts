import { RemoteError } from '@slipway/core/errors/action-error';
import { cliErrors } from '../errors.ts';

/** What the registry said to one way of signing in. */
export interface Refusal {
  /** Where the credentials are from. */
  readonly source: string;
  readonly cause: RemoteError;
}

/** Whether the registry does not let this caller see what was asked for. */
export function isRefusal(cause: unknown): cause is RemoteError {
  return (
    cause instanceof RemoteError && (cause.code === 'E_OCI_AUTHENTICATION' || cause.code === 'E_OCI_DENIED')
  );
}

/** The registry shows no such package to this user: it may be private, or not be there. */
export class UnseenPackage extends RemoteError {
  /** PEP 503. */
  readonly project: string;
  /** The user's own credentials were shown and refused; false when there were none. */
  readonly isLoginRefused: boolean;

  constructor(project: string, anonymous: RemoteError, refusals: readonly Refusal[]) {
    const causes = refusals.map(({ cause }) => cause);
    const [first = anonymous] = causes;
    // What the registry's own words mean says more than what can be said about every refusal.
    const known = causes.find(({ kind, hint }) => hint !== kind.hint) ?? first;
    super(first.kind, {
      message:
        refusals.length === 0
          ? anonymous.message
          : refusals.map(({ source, cause }) => `with ${source}, ${cause.message}`).join(' '),
      hint: refusals.length === 0 ? cliErrors.E_GHP_NOT_FOUND.hint : known.hint,
      status: first.status,
      url: first.url,
      cause: first,
    });
    this.project = project;
    this.isLoginRefused = refusals.length > 0;
  }
}
