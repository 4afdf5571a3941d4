import 'reflect-metadata';
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import { exportJWK, type JWK } from 'jose';

/** The issuer's key: what signs, and the entry of the key set that verifies. */
export interface SigningKey {
  readonly privateKey: webcrypto.CryptoKey;
  readonly kid: string;
  /** RFC 7515, 4.1.7: SHA-1 of the DER certificate, base64url. */
  readonly x5t: string;
  readonly jwk: JWK;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;
const yearMs = 365 * 24 * 60 * 60 * 1000;

/** Makes an RSA key with its certificate, in the form GitHub publishes its own. */
export async function createSigningKey(): Promise<SigningKey> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Slipway rehearsal ID tokens (throw-away)',
    notBefore: new Date(Date.now() - yearMs),
    notAfter: new Date(Date.now() + yearMs),
    signingAlgorithm: algorithm,
    keys,
  });
  const der = Buffer.from(certificate.rawData);
  const kid = randomUUID();
  const x5t = createHash('sha1').update(der).digest('base64url');
  const { n = '', e = '' } = await exportJWK(keys.publicKey);
  const jwk = { kty: 'RSA', alg: 'RS256', use: 'sig', kid, n, e, x5c: [der.toString('base64')], x5t };
  return { privateKey: keys.privateKey, kid, x5t, jwk };
}
