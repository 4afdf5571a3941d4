import { ASN1Obj, X509Certificate } from '@sigstore/core';

/** The library encodes certificates again for each comparison, which is most of the work of verifying many of one signer. */
class StoredCertificate extends X509Certificate {
  readonly #der: Buffer<ArrayBuffer>;
  readonly #signedBy = new WeakMap<X509Certificate, boolean>();

  constructor(der: Buffer<ArrayBuffer>) {
    super(ASN1Obj.parseBuffer(der));
    this.#der = der;
  }

  override verify(issuer: X509Certificate = this): boolean {
    const result = this.#signedBy.get(issuer) ?? super.verify(issuer);
    this.#signedBy.set(issuer, result);
    return result;
  }

  override equals(other: X509Certificate): boolean {
    return other instanceof StoredCertificate ? this.#der.equals(other.#der) : super.equals(other);
  }

  override clone(): X509Certificate {
    return X509Certificate.parse(Buffer.from(this.#der));
  }
}

const maxCertificates = 64;

/** Reads certificates, and returns the same object for the same bytes. */
export function openCertificates(): (der: Uint8Array) => X509Certificate {
  const stored = new Map<string, X509Certificate>();
  return (bytes) => {
    const der = Buffer.from(bytes);
    const name = der.toString('base64');
    const certificate = stored.get(name) ?? new StoredCertificate(der);
    if (stored.size >= maxCertificates) stored.clear();
    stored.set(name, certificate);
    return certificate;
  };
}
