import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import { redactUrl } from '@slipway/core/redact';

/** The registry a challenge came from. */
export interface Challenger {
  /** For errors. */
  readonly registry: string;
  readonly origin: string;
}

/** The error for a way of signing in that is not taken. */
export function refuseChallenge({ registry }: Challenger, what: string): EnvironmentError {
  return new EnvironmentError('E_OCI_CHALLENGE', {
    message: `Signing in to ${registry} was stopped: ${neutraliseLine(what, 300)}.`,
  });
}

/** The last two labels, which the token services of the known registries share with them. */
const siteOf = (host: string): string => host.split('.').slice(-2).join('.');

/**
 * Where credentials may go: the registry's own origin, or over https a host of the same site (auth.docker.io for
 * registry-1.docker.io). An address with a user in it, another scheme or another site is refused.
 * @throws EnvironmentError E_OCI_CHALLENGE
 */
export function checkRealm(options: Challenger, realm: string): void {
  const url = URL.parse(realm);
  const origin = new URL(options.origin);
  if (url === null)
    throw refuseChallenge(options, `the token service "${neutraliseLine(realm, 200)}" is not an address`);
  if (url.username !== '' || url.password !== '')
    throw refuseChallenge(options, 'the token service has a user in its address');
  if (url.origin === origin.origin) return;
  if (url.protocol !== 'https:') {
    const local = origin.protocol === 'http:' && url.protocol === 'http:' && url.hostname === origin.hostname;
    if (local) return;
    throw refuseChallenge(options, `the token service ${redactUrl(realm)} is not reached over https`);
  }
  const named = /^[\d.]+$|^\[/.test(url.hostname);
  if (named || siteOf(url.hostname) !== siteOf(origin.hostname))
    throw refuseChallenge(
      options,
      `the token service ${redactUrl(realm)} belongs to another site than the registry`,
    );
}
