import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { isRecord } from '@slipway/core/is-record';
import type { Clock, Http, HttpResponse, Log } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import type { PackageRepository } from '../package-repository.ts';

/** A short-lived upload token. */
export interface UploadToken {
  /** Begins with `pypi-`; masked. */
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Why an index did not mint a token, in its own codes. */
export interface MintRefusal {
  readonly code: string;
  readonly description: string;
}

export interface TrustedPublishingOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly repository: PackageRepository;
  /** Asks the platform for a new ID token; each is good for one mint only. */
  readonly requestIdToken: (audience: string) => Promise<string>;
}

const maxMintAttempts = 5;
const mintWaitMs = 1000;
const attemptTimeoutMs = 30_000;
/** The last second that a date can hold (ECMA-262, "Time Values and Time Range"). */
const latestSeconds = 8.64e12;
const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

// What servers that know nothing of trusted publishing say of an address that they do not know.
const unknownStatuses = [400, 401, 403, 404, 405, 406, 410];

/**
 * The audience an ID token has to be made for, PyPI docs, "Trusted publishers: internals".
 * @returns undefined when the index has no trusted publishing: 404, or at another index than PyPI anything but an audience
 * @throws RemoteError E_HTTP_*, E_PYPI_MINT_REFUSED when the index has it switched off
 */
export async function discoverAudience(
  http: Http,
  repository: PackageRepository,
): Promise<string | undefined> {
  const url = `${repository.trustedPublishingUrl}/_/oidc/audience`;
  const response = await http.request({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    acceptedStatuses: repository.kind === 'other' ? unknownStatuses : [403, 404],
    maxResponseBytes: 64 * 1024,
  });
  if (response.status === 404) return undefined;
  if (repository.kind === 'other') return response.status < 300 ? findAudience(response) : undefined;
  const answer = readFields<'audience' | 'message'>(response);
  if (response.status === 403) {
    throw new RemoteError(pypiErrors.E_PYPI_MINT_REFUSED, {
      message: `${repository.title} is currently not minting tokens: ${quote(answer.message)}`,
      hint: 'This is a setting of the index, not of your project. Re-run the job later.',
      status: 403,
      url,
    });
  }
  const audience = readAudience(answer);
  if (audience === undefined) {
    throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
      message: `${repository.title} returned no audience for ID tokens.`,
      url,
    });
  }
  return audience;
}

function readAudience(answer: unknown): string | undefined {
  const audience = isRecord(answer) ? answer['audience'] : undefined;
  return typeof audience === 'string' && audience !== '' ? audience : undefined;
}

/** The fields of an object in JSON, none of which may be there; an answer that is no object has none. */
function readFields<Name extends string>(response: HttpResponse): { readonly [name in Name]?: unknown } {
  const value = response.json();
  return isRecord(value) ? (value as { readonly [name in Name]?: unknown }) : {};
}

/** The audience in an answer that may be anything, e.g. a page to log in at. */
function findAudience(response: HttpResponse): string | undefined {
  try {
    return readAudience(response.json());
  } catch {
    return undefined;
  }
}

/**
 * Exchanges an ID token for an upload token. The index takes each ID token once, also when its answer is lost: every
 * attempt asks for a new one.
 * @throws RemoteError E_PYPI_MINT_REFUSED with the index's reasons, E_HTTP_STATUS or E_HTTP_NETWORK after the last attempt
 */
export async function mintToken(options: TrustedPublishingOptions, audience: string): Promise<UploadToken> {
  const { clock, log } = options;
  for (let attempt = 1; ; attempt += 1) {
    const idToken = await options.requestIdToken(audience);
    try {
      return await attemptMint(options, idToken);
    } catch (cause) {
      const passing = cause instanceof RemoteError && isTransient(cause);
      if (!passing || attempt >= maxMintAttempts) throw cause;
      log.info(`Minting failed (${cause.message}). Trying again with a new ID token`);
      await clock.sleep(mintWaitMs * 2 ** (attempt - 1));
    }
  }
}

function isTransient(error: RemoteError): boolean {
  if (error.code === 'E_PYPI_MINT_REFUSED') return error.retryable;
  // An outage page with status 200 is an outage.
  if (error.code === 'E_HTTP_MALFORMED') return true;
  return error.status === undefined || transientStatuses.has(error.status);
}

async function attemptMint(
  { http, clock, log, repository }: TrustedPublishingOptions,
  idToken: string,
): Promise<UploadToken> {
  const url = `${repository.trustedPublishingUrl}/_/oidc/mint-token`;
  const response = await http.request({
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ token: idToken }),
    idempotent: false,
    acceptedStatuses: [422],
    maxResponseBytes: 64 * 1024,
    attemptTimeoutMs,
  });
  const answer = readFields<'token' | 'expires' | 'message' | 'errors'>(response);
  if (response.status === 422) throw refuseMint(repository, url, answer);
  if (typeof answer.token !== 'string' || answer.token === '') {
    throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
      message: `${repository.title} did not mint a token.`,
      status: response.status,
      url,
    });
  }
  log.mask(answer.token);
  // The lifetime is part of the token and known to be 15 minutes; an index that does not say is taken at that.
  const expiresAtMs =
    typeof answer.expires === 'number' && answer.expires > 0 && answer.expires < latestSeconds
      ? answer.expires * 1000
      : clock.now() + 15 * 60 * 1000;
  return { value: answer.token, expiresAtMs };
}

const quote = (text: unknown): string =>
  typeof text === 'string' ? `"${text.slice(0, 500)}"` : 'no reason given';

/** Reads the `errors` of a 422 answer; a body in a different form only contributes its message. */
function readMintRefusals(answer: { message?: unknown; errors?: unknown }): MintRefusal[] {
  const errors: readonly unknown[] = Array.isArray(answer.errors) ? answer.errors : [];
  return errors.filter(isRecord).map(({ code, description }) => ({
    code: typeof code === 'string' ? code : 'unknown',
    description: typeof description === 'string' ? description.slice(0, 1000) : '',
  }));
}

function refuseMint(
  repository: PackageRepository,
  url: string,
  answer: { message?: unknown; errors?: unknown },
): RemoteError {
  const refusals = readMintRefusals(answer);
  const reasons = refusals.map(({ code, description }) => `${code}: ${description}`).join('; ');
  return new RemoteError(pypiErrors.E_PYPI_MINT_REFUSED, {
    message: `${repository.title} did not mint a token: ${reasons === '' ? quote(answer.message) : reasons}`,
    hint: explainRefusal(refusals),
    status: 422,
    url,
    // A token that was used before is no fault of the set-up: the next attempt has a new one.
    retryable: refusals.some(({ code }) => code === 'invalid-reuse-token'),
  });
}

function explainRefusal(refusals: readonly MintRefusal[]): string | undefined {
  const codes = new Set(refusals.map(({ code }) => code));
  if (codes.has('invalid-publisher')) return undefined;
  if (codes.has('invalid-pending-publisher'))
    return "The project already exists. Remove the pending publisher and add the publisher in the project's settings.";
  if (codes.has('invalid-token'))
    return 'The clock of a self-hosted runner may be wrong, or GitHub may have an incident. Re-run the job.';
  if (codes.has('not-enabled')) return 'Trusted publishing is turned off on the index. Re-run the job later.';
  return undefined;
}

/**
 * Ends the life of an upload token early; a failure is no harm, since the token expires by itself.
 * The endpoint answers 202 whatever it is given.
 */
export async function burnToken(http: Http, repository: PackageRepository, token: string): Promise<boolean> {
  const response = await http.request({
    method: 'POST',
    url: `${repository.trustedPublishingUrl}/_/oidc/burn-token`,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    idempotent: true,
    acceptedStatuses: [404, 405],
    maxResponseBytes: 64 * 1024,
    deadlineMs: 20_000,
  });
  return response.status < 300;
}
