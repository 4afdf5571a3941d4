import type { SignatureBundle } from '@sigstore/sign/dist/witness/witness.js';

/** A signed envelope, as a witness gets it. */
export const envelope = {
  $case: 'dsseEnvelope',
  dsseEnvelope: {
    payload: Buffer.from('{}'),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ sig: Buffer.from('signature'), keyid: '' }],
  },
} satisfies SignatureBundle;
/** In the form of a certificate, with nothing in it. */
export const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
