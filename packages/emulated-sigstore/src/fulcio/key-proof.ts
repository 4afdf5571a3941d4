import 'reflect-metadata';
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';

/** How a client shows that it holds the private key: by signing the subject of its token, or a certificate signing request. */
export interface ProvenKeyRequest {
  readonly publicKeyRequest?: {
    readonly publicKey?: { readonly content?: unknown };
    readonly proofOfPossession?: unknown;
  };
  /** Base64 of a PKCS #10 request in PEM. It is used when both are given. */
  readonly certificateSigningRequest?: unknown;
}

/** The key to certify, or Fulcio's words for refusing it. */
export type ProvenKey = { readonly key: KeyObject } | { readonly refused: string };

const insecure = 'The public key supplied in the request is insecure';
const unverified = 'The signature supplied in the request could not be verified';
const unreadableRequest = 'The certificate signing request could not be parsed';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

// Fulcio takes more kinds of keys; every client of this suite uses this one, and another is more likely a mistake.
const isSecure = (key: KeyObject): boolean => key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

function readPublicKey(content: string): KeyObject | undefined {
  try {
    return createPublicKey(content);
  } catch {
    return undefined;
  }
}

async function proveByRequest(base64: string): Promise<ProvenKey> {
  let request: Pkcs10CertificateRequest;
  try {
    const pem = Buffer.from(base64, 'base64').toString('utf8');
    if (!pem.includes('-----BEGIN CERTIFICATE REQUEST-----')) return { refused: unreadableRequest };
    request = new Pkcs10CertificateRequest(pem);
  } catch {
    return { refused: unreadableRequest };
  }
  const key = readPublicKey(request.publicKey.toString('pem'));
  if (key === undefined || !isSecure(key)) return { refused: insecure };
  const isSigned = await request.verify().catch(() => false);
  return isSigned ? { key } : { refused: unverified };
}

/**
 * Checks that a client holds the key it asks a certificate for, in the order of the service.
 * Source: https://github.com/sigstore/fulcio/blob/main/pkg/server/grpc_server.go
 * @param subject of the ID token, which is what a client without a certificate signing request signs
 */
export async function proveKey(asked: ProvenKeyRequest, subject: string): Promise<ProvenKey> {
  const request = textOf(asked.certificateSigningRequest);
  if (request !== '') return proveByRequest(request);
  const key = readPublicKey(textOf(asked.publicKeyRequest?.publicKey?.content));
  if (key === undefined) return { refused: 'The public key supplied in the request could not be parsed' };
  if (!isSecure(key)) return { refused: insecure };
  const proof = Buffer.from(textOf(asked.publicKeyRequest?.proofOfPossession), 'base64');
  return verify('sha256', Buffer.from(subject, 'utf8'), key, proof) ? { key } : { refused: unverified };
}
