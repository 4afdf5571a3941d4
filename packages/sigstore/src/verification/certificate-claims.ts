import { ASN1Obj, X509Certificate } from '@sigstore/core';

const arc = '1.3.6.1.4.1.57264.1';

/**
 * Reads a claim of a certificate of Fulcio, by the last number of its identifier (15: repository id, 17: owner id), without a
 * verification of the certificate. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 * @param certificate base64 of the DER
 * @returns undefined for a claim that is missing or not text, and for what is not a certificate
 */
export function readCertificateClaim(certificate: string, number: number): string | undefined {
  try {
    const found = X509Certificate.parse(Buffer.from(certificate, 'base64')).extension(`${arc}.${number}`);
    return found === undefined
      ? undefined
      : ASN1Obj.parseBuffer(Buffer.from(found.value)).value.toString('utf8');
  } catch {
    return undefined;
  }
}
