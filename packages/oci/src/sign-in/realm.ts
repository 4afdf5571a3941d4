import { EnvironmentError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { redactUrl } from '@slipway/core/redact';
import { ociErrors } from '../errors.ts';

/** The registry a challenge came from. */
export interface Challenger {
  /** For errors. */
  readonly registry: string;
  readonly origin: string;
}

/** The error for a way of signing in that is not taken. */
export function refuseChallenge({ registry }: Challenger, what: string): EnvironmentError {
  return new EnvironmentError(ociErrors.E_OCI_CHALLENGE, {
    message: `Signing in to ${registry} was stopped: ${neutralizeLine(what, 300)}.`,
  });
}

// Below these anybody gets a name, so a site has one label more: of the list of public suffixes (publicsuffix.org) the common
// second levels of countries, and hosters. Registries of Amazon, Azure and Google have their token service on their own host.
const countrySuffix = /(?:^|\.)(?:co|com|net|org|gov|edu|ac|gob)\.[a-z]{2}$/;
const hosterSuffixes: ReadonlySet<string> = new Set([
  'amazonaws.com',
  'azurecr.io',
  'cloudfront.net',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'netlify.app',
  'pages.dev',
  'pkg.dev',
  'vercel.app',
  'workers.dev',
]);

// Sites whose registry has its token service on another site of the same owner.
const tokenSites: Readonly<Record<string, string>> = {
  // rg.fr-par.scw.cloud asks for tokens of https://api.scaleway.com/registry-internal/v1/regions/fr-par/tokens.
  'scw.cloud': 'scaleway.com',
};

/** The labels of a host that show whose it is: two, or three below a suffix where anybody gets a name. */
function siteOf(host: string): string {
  const labels = host.split('.');
  const suffix = labels.slice(-2).join('.');
  const isPublic = countrySuffix.test(suffix) || hosterSuffixes.has(suffix);
  return isPublic ? labels.slice(-3).join('.') : suffix;
}

/** Whether a host may get the credentials of a registry over https. An address of numbers has no site. */
function isSameOwner(registryHost: string, tokenHost: string): boolean {
  if (tokenHost === registryHost) return true;
  if (/^[\d.]+$|^\[/.test(tokenHost)) return false;
  const [registrySite, tokenSite] = [siteOf(registryHost), siteOf(tokenHost)];
  return tokenSite === registrySite || tokenSite === tokenSites[registrySite];
}

/**
 * Where credentials may go: the registry's own origin, or over https any port of its host and a host of the same site
 * (auth.docker.io for registry-1.docker.io). An address with a user in it, another scheme or another site is refused.
 * @throws EnvironmentError E_OCI_CHALLENGE
 */
export function checkRealm(options: Challenger, realm: string): void {
  const url = URL.parse(realm);
  const origin = new URL(options.origin);
  if (url === null)
    throw refuseChallenge(
      options,
      `the token service "${neutralizeLine(realm, 200)}" is not a valid address`,
    );
  if (url.username !== '' || url.password !== '')
    throw refuseChallenge(options, 'the address of the token service contains a user');
  if (url.origin === origin.origin) return;
  if (url.protocol !== 'https:') {
    const local = origin.protocol === 'http:' && url.protocol === 'http:' && url.hostname === origin.hostname;
    if (local) return;
    throw refuseChallenge(options, `the token service ${redactUrl(realm)} does not use https`);
  }
  if (!isSameOwner(origin.hostname, url.hostname))
    throw refuseChallenge(
      options,
      `the token service ${redactUrl(realm)} belongs to a different site than the registry`,
    );
}
