import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { EnvironmentError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The authorities to trust if the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined if Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or if verification is disabled
 */
export function readTrustedAuthorities(variables: Variables): string[] | undefined {
  if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new EnvironmentError(coreErrors.E_PROXY, {
      message:
        'NODE_TLS_REJECT_UNAUTHORIZED is "0": certificates would not be verified, so tokens could be sent to anyone.',
      hint: 'Unset it, and set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of your proxy.',
    });
  }
  const path = variables['SSL_CERT_FILE'];
  if (path === undefined || path === '') return undefined;
  // Node read it at startup, which takes a fraction of the time of passing every authority.
  if (path === process.env['NODE_EXTRA_CA_CERTS']) return undefined;
  const extra = variables['NODE_EXTRA_CA_CERTS'];
  const files = [path, ...(extra === undefined || extra === '' || extra === path ? [] : [extra])];
  // Node 22.15 knows what it trusts; before, that is its own list and `NODE_EXTRA_CA_CERTS`.
  const { getCACertificates }: Partial<Pick<typeof tls, 'getCACertificates'>> = tls;
  const trusted = getCACertificates?.('default') ?? tls.rootCertificates;
  return [...trusted, ...files.map(readPem)];
}

/**
 * Makes every client of this process trust what `readTrustedAuthorities` names, also those with connections of their own. Node
 * 24.5 can do that; before, they only know `NODE_EXTRA_CA_CERTS`.
 * @throws as readTrustedAuthorities
 */
export function trustAuthoritiesEverywhere(variables: Variables = process.env): void {
  const authorities = readTrustedAuthorities(variables);
  if (authorities !== undefined && 'setDefaultCACertificates' in tls)
    tls.setDefaultCACertificates(authorities);
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EnvironmentError(coreErrors.E_PROXY, {
      message: `The certificate file "${path}" cannot be read.`,
      hint: 'Correct or unset SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
      cause,
    });
  }
}
