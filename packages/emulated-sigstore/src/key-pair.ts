import { createHash, KeyObject, sign, webcrypto } from 'node:crypto';

/** A key of one of the services: as an object of node for data, as one of Web Crypto for certificates. */
export interface KeyPair {
  /** DER, SubjectPublicKeyInfo. */
  readonly publicDer: Buffer;
  /** SHA-256 of `publicDer`: the name of the key in logs (RFC 6962, 3.2). */
  readonly keyId: Buffer;
  readonly publicKey: webcrypto.CryptoKey;
  readonly privateKey: webcrypto.CryptoKey;
  /** ECDSA over SHA-256, DER. */
  sign(data: Uint8Array): Buffer;
}

/** The signature algorithm of every certificate of the emulated services. */
export const certificateAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Makes a throw-away P-256 key. */
export async function createKeyPair(): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(certificateAlgorithm, true, ['sign', 'verify']);
  const publicDer = KeyObject.from(keys.publicKey).export({ format: 'der', type: 'spki' });
  const privateKey = KeyObject.from(keys.privateKey);
  return {
    publicDer,
    keyId: createHash('sha256').update(publicDer).digest(),
    publicKey: keys.publicKey,
    privateKey: keys.privateKey,
    sign: (data) => sign('sha256', data, privateKey),
  };
}
