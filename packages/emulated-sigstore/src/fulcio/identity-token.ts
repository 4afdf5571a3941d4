import { issuerHost } from '@slipway/emulated-github/id-tokens/id-token-service';
import type { EmulatorRequest, Service } from '@slipway/gateway/service';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { requiredClaims, type WorkflowClaims } from './certificate-extensions.ts';

const issuer = `https://${issuerHost}`;

/** Reads the issuer's keys from its service, at the address where everybody reads them. */
export async function readIssuerKeys(idTokens: Service): Promise<JSONWebKeySet> {
  const request: EmulatorRequest = {
    method: 'GET',
    host: issuerHost,
    url: new URL(`${issuer}/.well-known/jwks`),
    headers: {},
    bytes: async () => new Uint8Array(),
    async *stream() {},
  };
  const { body } = await idTokens.handle(request);
  return JSON.parse(typeof body === 'string' ? body : '{"keys":[]}');
}

/**
 * Verifies an ID token as Fulcio does: GitHub's issuer, its key, audience `sigstore`, no leeway for the expiry, and every
 * claim a certificate is made of.
 * @throws Error what is wrong with the token; Fulcio keeps it to itself
 */
export async function verifyIdentityToken(
  token: string,
  keys: JSONWebKeySet,
  nowMs: number,
): Promise<WorkflowClaims> {
  const { iss } = decodeJwt(token);
  if (iss !== issuer)
    throw new Error(`failed to match issuer URL ${iss} from token with any configured providers`);
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer,
    audience: 'sigstore',
    algorithms: ['RS256'],
    currentDate: new Date(nowMs),
  });
  const claims: Record<string, string> = {};
  for (const name of [...requiredClaims, 'iss', 'sub']) {
    const value = payload[name];
    if (typeof value !== 'string' || value === '') throw new Error(`missing ${name} claim in ID token`);
    claims[name] = value;
  }
  return claims as WorkflowClaims;
}
