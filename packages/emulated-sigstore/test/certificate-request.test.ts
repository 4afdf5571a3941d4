import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { type ProvenKey, proveKey } from '../src/fulcio/key-proof.ts';

async function requestFor(namedCurve: 'P-256' | 'P-384'): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve, hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: 'CN=somebody',
    keys,
    signingAlgorithm: algorithm,
  });
  return request.toString('pem');
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const ask = (pem: string): Promise<ProvenKey> =>
  proveKey({ certificateSigningRequest: base64(pem) }, 'repo:octo-org/demo:ref:refs/tags/v1.2.0');

/** The same request, whose signature is changed in its last byte. */
function breakSignature(pem: string): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
}

describe('proveKey with a certificate signing request', () => {
  it('the key of a signed request is the one to certify', async () => {
    const pem = await requestFor('P-256');
    const proven = await ask(pem);
    expect('key' in proven && proven.key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  });
  it('a request whose signature does not verify is rejected', async () => {
    expect(await ask(breakSignature(await requestFor('P-256')))).toEqual({
      refused: 'The signature supplied in the request could not be verified',
    });
  });
  it('a request with a key on a curve that no client here uses is rejected', async () => {
    expect(await ask(await requestFor('P-384'))).toEqual({
      refused: 'The public key supplied in the request is insecure',
    });
  });
  it.each(['nonsense', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'])(
    'a request that is none is rejected: %j',
    async (text) => {
      expect(await ask(text)).toEqual({ refused: 'The certificate signing request could not be parsed' });
    },
  );
});
