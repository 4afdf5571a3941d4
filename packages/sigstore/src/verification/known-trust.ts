import { ASN1Obj, X509Certificate } from '@sigstore/core';
import type { TrustedRoot } from '@sigstore/protobuf-specs';
import { type SignedEntity, type TrustMaterial, toTrustMaterial } from '@sigstore/verify';

/** Certificates of signers that are kept for one root: a release has one, or two if the first expires meanwhile. */
const maxSigners = 16;

/**
 * A certificate that remembers which issuers signed it. The library encodes both certificates again for each comparison and each
 * check, which takes most of the time of verifying many bundles of one signer.
 */
class KnownCertificate extends X509Certificate {
  readonly #der: Buffer<ArrayBuffer>;
  readonly #issuers = new WeakMap<X509Certificate, boolean>();

  constructor(der: Buffer<ArrayBuffer>) {
    super(ASN1Obj.parseBuffer(der));
    this.#der = der;
  }

  override verify(issuer: X509Certificate = this): boolean {
    const known = this.#issuers.get(issuer);
    if (known !== undefined) return known;
    const isSigned = super.verify(issuer);
    this.#issuers.set(issuer, isSigned);
    return isSigned;
  }

  override equals(other: X509Certificate): boolean {
    return other instanceof KnownCertificate ? this.#der.equals(other.#der) : super.equals(other);
  }

  /** The library removes an extension from the copy. */
  override clone(): X509Certificate {
    return X509Certificate.parse(Buffer.from(this.#der));
  }
}

/** What a trusted root says, in the form of the library. */
export interface KnownTrust {
  readonly material: TrustMaterial;
  /** The same bundle with a certificate that remembers; every check of it is made nevertheless. */
  adopt(entity: SignedEntity, certificate: Uint8Array | undefined): SignedEntity;
}

const known = new WeakMap<TrustedRoot, KnownTrust>();

/** Reads a trusted root once, however many bundles are verified with it. */
export function knowTrust(trustedRoot: TrustedRoot): KnownTrust {
  const before = known.get(trustedRoot);
  if (before !== undefined) return before;
  const trust = readTrust(trustedRoot);
  known.set(trustedRoot, trust);
  return trust;
}

function readTrust(trustedRoot: TrustedRoot): KnownTrust {
  const material = toTrustMaterial(trustedRoot);
  const authorities = trustedRoot.certificateAuthorities.map(({ certChain }) =>
    (certChain?.certificates ?? []).map(({ rawBytes }) => new KnownCertificate(Buffer.from(rawBytes))),
  );
  const signers = new Map<string, KnownCertificate>();
  return {
    material: {
      ...material,
      certificateAuthorities: material.certificateAuthorities.map((authority, index) => ({
        ...authority,
        certChain: authorities[index] ?? authority.certChain,
      })),
    },
    adopt(entity, certificate) {
      if (certificate === undefined || entity.key.$case !== 'certificate') return entity;
      const der = Buffer.from(certificate);
      const name = der.toString('base64');
      const signer = signers.get(name) ?? new KnownCertificate(der);
      if (signers.size >= maxSigners) signers.clear();
      signers.set(name, signer);
      return { ...entity, key: { $case: 'certificate', certificate: signer } };
    },
  };
}
