import { RemoteError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import type { HttpRequest } from '../ports.ts';
import { redactUrl } from '../redact.ts';

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;

// Headers that authenticate the caller; they are meant only for the origin that they were given for.
const credentialHeaders = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'private-token',
  'x-api-key',
]);

/** Where a request goes next, and with which headers. */
export interface RedirectStep {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function refuse(from: string, what: string): RemoteError {
  return new RemoteError(coreErrors.E_HTTP_REDIRECT, {
    message: `${redactUrl(from)} redirects ${what}. Slipway does not follow this redirect.`,
    url: redactUrl(from),
  });
}

/**
 * The next step of a redirect; undefined if the response is not a redirect.
 * @param followed how many redirects were followed before
 * @throws RemoteError E_HTTP_REDIRECT if it leaves https, loops, or the request does not follow redirects
 */
export function planRedirect(
  request: HttpRequest,
  current: RedirectStep,
  answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  followed: number,
): RedirectStep | undefined {
  const mode =
    request.redirect ?? (request.method === 'GET' || request.method === 'HEAD' ? 'follow' : 'error');
  if (mode === 'manual' || !redirectStatuses.has(answer.status)) return undefined;
  if (request.acceptedStatuses?.includes(answer.status) === true) return undefined;
  const target = URL.parse(answer.headers['location'] ?? '', current.url);
  if (target === null) throw refuse(current.url, 'to an invalid address');
  const shown = redactUrl(target.href);
  if (mode === 'error') throw refuse(current.url, `to ${shown}`);
  if (followed >= maxRedirects) throw refuse(current.url, `for the ${followed + 1}th time, to ${shown}`);
  const origin = new URL(current.url);
  if (origin.protocol === 'https:' && target.protocol !== 'https:')
    throw refuse(current.url, `from https to ${shown}`);
  if (target.origin === origin.origin) return { url: target.href, headers: current.headers };
  const withheld = new Set([
    ...credentialHeaders,
    ...(request.secretHeaders ?? []).map((name) => name.toLowerCase()),
  ]);
  const headers = Object.entries(current.headers).filter(([name]) => !withheld.has(name.toLowerCase()));
  return { url: target.href, headers: Object.fromEntries(headers) };
}
