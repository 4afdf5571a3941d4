import type { SerializedBundle } from '@sigstore/bundle';
import { describe, expect, it } from 'vitest';
import type { Signer } from '../src/signing/signer.ts';
import {
  imageProvenanceStatement,
  imageSignatureType,
  imageStatement,
} from '../src/statements/image-statement.ts';
import { readProvenanceClaims } from '../src/statements/pypi-attestation.ts';
import { simpleSigningAnnotations, simpleSigningPayload } from '../src/statements/simple-signing.ts';
import {
  type ImagePolicy,
  judgeAsCosign,
  type SimpleSignature,
  verifyImageBundle,
  verifySimpleSigning,
} from '../src/verification/verify-image.ts';
import { type InstanceName, openSigningWorld, type SigningWorld } from './support/signing-world.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const otherDigest = `sha256:${'2'.repeat(64)}`;
const image = { reference: 'ghcr.io/octo/demo', digest };
const identity = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const stranger = { jobWorkflowRef: 'octo/demo/.github/workflows/other.yml@refs/heads/main' };

function policyOf(place: SigningWorld, changes: Partial<ImagePolicy> = {}): ImagePolicy {
  const issuer = 'https://token.actions.githubusercontent.com';
  const { trustedRoot } = place;
  return { digest, identity, issuer, trustedRoot, trust: 'public-good', ...changes };
}

async function signLegacy(signer: Signer, payload = simpleSigningPayload(image)): Promise<SimpleSignature> {
  return { payload, annotations: simpleSigningAnnotations(await signer.signBlob(payload)) };
}

function store(...bundles: readonly SerializedBundle[]): { readonly bytes: Buffer }[] {
  return bundles.map((bundle) => ({ bytes: Buffer.from(JSON.stringify(bundle)) }));
}

describe('verifyImageBundle', () => {
  it.each<InstanceName>(['version 1', 'version 2', 'github'])(
    'an image bundle with %s is valid',
    async (name) => {
      const place = await openSigningWorld();
      const { instance, trustedRoot } = place.instances[name];
      const bundle = await place.openSigner({ instance }).signStatement(imageStatement(digest));
      const policy = policyOf(place, { trustedRoot, trust: instance.trust });
      expect(verifyImageBundle(bundle, policy).statement.predicateType).toBe(imageSignatureType);
      expect(judgeAsCosign({ bundles: store(bundle), legacy: [] }, policy).cosign3).toBeUndefined();
    },
  );

  it.each([
    ['a different image', { digest: otherDigest }, /does not describe sha256:2/],
    [
      'a different workflow',
      { identity: identity.replace('release', 'other') },
      /its signer is https:.*release\.yml/,
    ],
    ['part of the identity', { identity: identity.slice(0, -1) }, /its signer is/],
    ['a different issuer', { issuer: 'https://accounts.example.com' }, /issuer is https:\/\/token\.actions/],
  ])('an image bundle is rejected for %s', async (_, changes, reason) => {
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signStatement(imageStatement(digest));
    expect(() => verifyImageBundle(bundle, policyOf(place, changes))).toThrow(reason);
  });

  it('an image bundle is rejected if an expected annotation is different or missing', async () => {
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signStatement(imageStatement(digest, { stage: 'release' }));
    verifyImageBundle(bundle, policyOf(place, { annotations: { stage: 'release' } }));
    const verify = (annotations: Record<string, string>) => () =>
      verifyImageBundle(bundle, policyOf(place, { annotations }));
    expect(verify({ stage: 'test' })).toThrow(/annotation stage is release instead of test/);
    expect(verify({ constructor: 'x' })).toThrow(/annotation constructor is undefined/);
  });
});

describe('verifySimpleSigning', () => {
  it('a signature in the older format is valid only for its image, workflow and annotations', async () => {
    const place = await openSigningWorld();
    const signature = await signLegacy(place.openSigner());
    expect(verifySimpleSigning(signature, policyOf(place)).identity).toBe(identity);
    const verify = (changes: Partial<ImagePolicy>) => () =>
      verifySimpleSigning(signature, policyOf(place, changes));
    expect(verify({ digest: otherDigest })).toThrow(/it describes sha256:1+ instead of sha256:2/);
    expect(verify({ identity: 'https://github.com/octo/demo' })).toThrow(/its signer is/);
    expect(verify({ annotations: { stage: 'release' } })).toThrow(/annotation stage/);
  });

  it.each([
    [
      'payload',
      (each: SimpleSignature) => ({ ...each, payload: Buffer.concat([each.payload, Buffer.from(' ')]) }),
    ],
    ['signature', change('dev.cosignproject.cosign/signature', () => Buffer.from('no').toString('base64'))],
    ['certificate', change('dev.sigstore.cosign/certificate', () => '')],
    [
      'entry',
      change('dev.sigstore.cosign/bundle', (text) =>
        text.replace(/"integratedTime":\d/, '"integratedTime":9'),
      ),
    ],
    ['promise', change('dev.sigstore.cosign/bundle', () => '{}')],
  ])('a signature in the older format with a changed %s is rejected', async (_, edit) => {
    const place = await openSigningWorld();
    const signature = edit(await signLegacy(place.openSigner()));
    expect(() => verifySimpleSigning(signature, policyOf(place))).toThrow(/is not valid/);
  });
});

function change(name: string, edit: (text: string) => string) {
  return (each: SimpleSignature): SimpleSignature => ({
    ...each,
    annotations: { ...each.annotations, [name]: edit(each.annotations[name] ?? '') },
  });
}

describe('judgeAsCosign', () => {
  it('an image without signatures has none in both versions', async () => {
    const judged = judgeAsCosign({ bundles: [], legacy: [] }, policyOf(await openSigningWorld()));
    expect([judged.cosign3, judged.cosign2]).toEqual(['no signatures found', 'no signatures found']);
  });

  it('both formats are valid for cosign 2 and 3, and a bundle only for cosign 3', async () => {
    const place = await openSigningWorld();
    const signer = place.openSigner();
    const bundles = store(await signer.signStatement(imageStatement(digest)));
    const legacy = [await signLegacy(signer)];
    const both = judgeAsCosign({ bundles, legacy }, policyOf(place));
    expect([both.cosign3, both.cosign2, both.hasLegacy]).toEqual([undefined, undefined, true]);
    const bundle = judgeAsCosign({ bundles, legacy: [] }, policyOf(place));
    expect([bundle.cosign3, bundle.cosign2]).toEqual([undefined, 'no signatures found']);
    const older = judgeAsCosign({ bundles: [], legacy }, policyOf(place));
    expect([older.cosign3, older.cosign2]).toEqual([undefined, undefined]);
  });

  it('a foreign bundle fails cosign 3 until a valid one is added', async () => {
    const place = await openSigningWorld();
    const theirs = place.openSigner({ requestIdToken: place.openTokens(stranger) });
    const claims = readProvenanceClaims(await place.requestIdToken());
    const provenance = imageProvenanceStatement({ name: 'ghcr.io/octo/demo', digest }, claims);
    const bundles = store(await theirs.signStatement(provenance));
    const signer = place.openSigner();
    const legacy = [await signLegacy(signer)];
    const hidden = judgeAsCosign({ bundles, legacy }, policyOf(place));
    expect(hidden.cosign3).toMatch(/its signer is .*other\.yml@refs\/heads\/main instead of/);
    expect([hidden.cosign2, hidden.hasLegacy]).toEqual([undefined, true]);
    // Whatever its predicate is: cosign does not look at the type.
    const ours = store(await signer.signStatement(provenance));
    const judged = judgeAsCosign({ bundles: [...bundles, ...ours], legacy }, policyOf(place));
    expect(judged.cosign3).toBeUndefined();
    expect(judged.bundles).toEqual([undefined, provenance]);
    expect(judged.reasons.bundles).toEqual([expect.stringContaining('other.yml'), undefined]);
    expect(judged.reasons.legacy).toEqual([undefined]);
  });

  it('a bundle around a plain signature fails cosign 3 even with the older format present', async () => {
    const place = await openSigningWorld();
    const signer = place.openSigner();
    const bundles = store(await signer.signBlob(simpleSigningPayload(image)));
    const judged = judgeAsCosign({ bundles, legacy: [await signLegacy(signer)] }, policyOf(place));
    expect(judged.cosign3).toBeDefined();
    expect(judged.cosign2).toBeUndefined();
  });

  it.each<[string, (bundle: SerializedBundle) => unknown]>([
    ['is not a bundle', () => ({ hello: 1 })],
    [
      'is older than version 0.3',
      (bundle) => ({
        ...bundle,
        mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
        verificationMaterial: {
          ...bundle.verificationMaterial,
          certificate: undefined,
          x509CertificateChain: { certificates: [bundle.verificationMaterial.certificate] },
        },
      }),
    ],
    [
      'has an entry of type dsse 0.0.2',
      (bundle) => ({
        ...bundle,
        verificationMaterial: {
          ...bundle.verificationMaterial,
          tlogEntries: bundle.verificationMaterial.tlogEntries.map((entry) => ({
            ...entry,
            kindVersion: { kind: 'dsse', version: '0.0.2' },
          })),
        },
      }),
    ],
  ])('a bundle that %s is skipped and the older format is read', async (_, edit) => {
    const place = await openSigningWorld();
    const signer = place.openSigner();
    const bundle = await signer.signStatement(imageStatement(digest));
    const bundles = [{ bytes: Buffer.from(JSON.stringify(edit(bundle))) }];
    const judged = judgeAsCosign({ bundles, legacy: [await signLegacy(signer)] }, policyOf(place));
    expect(judged.cosign3).toBeUndefined();
    expect(judgeAsCosign({ bundles, legacy: [] }, policyOf(place)).cosign3).toBe('no signatures found');
    expect(judged.reasons.bundles[0]).toMatch(/no bundle|not a bundle|older than|does not read/);
  });
});
