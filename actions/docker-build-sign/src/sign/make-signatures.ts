import type { SerializedBundle } from '@sigstore/bundle';
import { attachBundles } from '@slipway/oci/attachments/bundles';
import type { Unsettled } from '@slipway/oci/attachments/shared-list';
import { appendSignature } from '@slipway/oci/attachments/signature-tag';
import type { InTotoStatement } from '@slipway/sigstore/in-toto';
import type { Signer } from '@slipway/sigstore/signing/signer';
import { simpleSigningAnnotations, simpleSigningPayload } from '@slipway/sigstore/statements/simple-signing';
import { verifyBlobBundle, verifySignedStatement } from '@slipway/sigstore/verify-bundle';
import type { Context } from '../inputs.ts';
import type { Image } from '../open-image.ts';
import type { SignaturePlan } from './plan-signatures.ts';
import type { SigningIdentity } from './sign-identity.ts';

/** What was signed for one manifest, verified and not attached yet. */
export interface MadeSignatures {
  readonly entry: SignaturePlan['entry'];
  readonly bundles: readonly { readonly statement: InTotoStatement; readonly bundle: SerializedBundle }[];
  readonly legacy: { readonly payload: Buffer; readonly bundle: SerializedBundle } | undefined;
}

/** Signs what a plan names, and verifies each signature. @throws IntegrityError E_ATTESTATION_INVALID; RemoteError E_SIGSTORE_* */
export async function makeSignatures(
  { entry, statements, needsLegacy }: SignaturePlan,
  signer: Signer,
  image: Image,
  { trustedRoot, instance }: SigningIdentity,
): Promise<MadeSignatures> {
  const payload = simpleSigningPayload({ reference: image.name, digest: entry.descriptor.digest });
  const signStatement = async (statement: InTotoStatement) => {
    const bundle = await signer.signStatement(statement);
    verifySignedStatement(bundle, trustedRoot, instance.trust);
    return { statement, bundle };
  };
  const signPayload = async () => {
    const bundle = await signer.signBlob(payload);
    verifyBlobBundle(bundle, payload, trustedRoot);
    return { payload, bundle };
  };
  const [legacy, ...bundles] = await Promise.all([
    needsLegacy ? signPayload() : undefined,
    ...statements.map(signStatement),
  ]);
  return { entry, bundles, legacy };
}

/** Attaches what was signed for one manifest, in both formats. @throws RemoteError E_OCI_* */
export async function attachSignatures(
  { clock, log }: Context,
  { repository }: Image,
  { entry, bundles, legacy }: MadeSignatures,
): Promise<readonly Unsettled[]> {
  const { descriptor } = entry;
  const created = new Date(clock.now()).toISOString();
  const attached = await Promise.all([
    attachBundles(
      repository,
      descriptor,
      bundles.map(({ statement, bundle }) => ({
        bytes: Buffer.from(JSON.stringify(bundle)),
        predicateType: statement.predicateType,
        created,
      })),
    ),
    ...(legacy === undefined
      ? []
      : [
          appendSignature(repository, descriptor.digest, {
            payload: legacy.payload,
            annotations: simpleSigningAnnotations(legacy.bundle),
          }),
        ]),
  ]);
  log.info(`${descriptor.digest}: signed`);
  return attached;
}
