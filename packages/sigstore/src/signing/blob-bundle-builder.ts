import { createHash, X509Certificate } from 'node:crypto';
import { type BundleWithMessageSignature, toMessageSignatureBundle } from '@sigstore/bundle';
import { type Artifact, BaseBundleBuilder } from '@sigstore/sign/dist/bundler/base.js';
import type { Signature } from '@sigstore/sign/dist/signer/index.js';

/**
 * Builds bundles around the signature of bytes in version 0.3 of the format. The library's `MessageSignatureBundleBuilder`
 * writes version 0.2, with a chain of certificates, which PyPI and cosign's new format do not accept.
 */
export class BlobBundleBuilder extends BaseBundleBuilder<BundleWithMessageSignature> {
  protected override async package(
    { data }: Artifact,
    { signature, key }: Signature,
  ): Promise<BundleWithMessageSignature> {
    if (key.$case !== 'x509Certificate') throw new Error('bytes are signed with a certificate');
    const digest = createHash('sha256').update(data).digest();
    const certificate = new X509Certificate(key.certificate).raw;
    return toMessageSignatureBundle({ digest, signature, certificate });
  }
}
