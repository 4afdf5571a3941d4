import { X509Certificate } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { JSONWebKeySet } from 'jose';
import type { CertificateAuthority } from './certificate-authority.ts';
import { verifyIdentityToken } from './identity-token.ts';
import { type ProvenKeyRequest, proveKey } from './key-proof.ts';

/** Host of the certificate authority. */
export const fulcioHost = 'fulcio.sigstore.dev';

export interface FulcioParts {
  readonly authority: CertificateAuthority;
  readonly issuerKeys: () => Promise<JSONWebKeySet>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface SigningRequest extends ProvenKeyRequest {
  readonly credentials?: { readonly oidcIdentityToken?: unknown };
}

function json(status: number, value: unknown): EmulatorResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** The gateway of gRPC writes a status in this form; 3 is INVALID_ARGUMENT. */
function refuse(message: string): EmulatorResponse {
  return json(400, { code: 3, message, details: [] });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pemOf(der: Buffer): string {
  return new X509Certificate(der).toString();
}

async function createSigningCertificate(
  parts: FulcioParts,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  let asked: SigningRequest;
  try {
    asked = JSON.parse(Buffer.from(await request.bytes()).toString('utf8'));
  } catch {
    return refuse('invalid request body');
  }
  // Clients of the API v1 send the token in a header; the API v2 takes both.
  const header = /^bearer +(?<token>\S+)$/i.exec(request.headers['authorization'] ?? '')?.groups?.['token'];
  const token = textOf(asked.credentials?.oidcIdentityToken) || (header ?? '');
  const now = parts.now();
  let claims: Awaited<ReturnType<typeof verifyIdentityToken>>;
  try {
    claims = await verifyIdentityToken(token, await parts.issuerKeys(), now);
  } catch {
    return refuse('There was an error processing the identity token');
  }
  const proven = await proveKey(asked, claims.sub);
  if ('refused' in proven) return refuse(proven.refused);
  const leaf = await parts.authority.issue(proven.key.export({ format: 'der', type: 'spki' }), claims);
  const certificates = [leaf, ...parts.authority.chain].map(pemOf);
  const chain = { certificates };
  // Without a log of certificates there is no timestamp of one, neither inside nor beside.
  return parts.authority.ctLog === undefined
    ? json(200, { signedCertificateDetachedSct: { chain, signedCertificateTimestamp: '' } })
    : json(200, { signedCertificateEmbeddedSct: { chain } });
}

/** Fulcio's API v2. Source: https://github.com/sigstore/fulcio/blob/main/pkg/server */
export async function handleFulcio(parts: FulcioParts, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { pathname } = request.url;
  if (pathname === '/api/v2/signingCert' && request.method === 'POST')
    return createSigningCertificate(parts, request);
  if (pathname === '/api/v2/trustBundle' && request.method === 'GET')
    return json(200, { chains: [{ certificates: parts.authority.chain.map(pemOf) }] });
  return json(404, { code: 5, message: 'Not Found', details: [] });
}
