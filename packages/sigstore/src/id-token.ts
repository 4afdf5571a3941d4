import { EnvironmentError } from '@slipway/core/errors/action-error';
import { sigstoreErrors } from './errors.ts';

/** The claims of an ID token, unverified: only the issuer's own services decide by them. */
export type IdTokenClaims = Readonly<Record<string, unknown>>;

/**
 * Reads the claims of an ID token. No error has any part of the token in it.
 * @throws EnvironmentError E_SIGSTORE_ID_TOKEN
 */
export function readIdTokenClaims(token: string): IdTokenClaims {
  const [, payload = '', signature = ''] = token.split('.');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    // The parser's own error quotes what it read.
    claims = undefined;
  }
  if (signature === '' || typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
      message: 'The ID token issued by the platform is not a valid JSON Web Token.',
    });
  return claims as IdTokenClaims;
}

/** A claim that has to be a text. @throws EnvironmentError E_SIGSTORE_ID_TOKEN with the name of the claim */
export function textClaim(claims: IdTokenClaims, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string' || value === '')
    throw new EnvironmentError(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
      message: `The ID token of this job has no claim "${name}".`,
    });
  return value;
}
