import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  parseSimpleSigning,
  readPayloadDigest,
  simpleSigningAnnotations,
  simpleSigningPayload,
} from '../src/statements/simple-signing.ts';
import { verifyPromisedBlob } from '../src/verify-bundle.ts';
import { openSigningWorld } from './support/signing-world.ts';

const digest = `sha256:${'1'.repeat(64)}`;
const payload = simpleSigningPayload({ reference: 'ghcr.io/octo/demo', digest });

describe('simpleSigningPayload', () => {
  // As `cosign sign --new-bundle-format=false` writes it, byte for byte.
  it('a payload equals the one cosign writes in its older format', () => {
    expect(payload.toString()).toBe(
      `{"critical":{"identity":{"docker-reference":"ghcr.io/octo/demo"},"image":{"docker-manifest-digest":"${digest}"},"type":"cosign container image signature"},"optional":null}`,
    );
    expect(readPayloadDigest(payload)).toBe(digest);
  });

  it.each(['', 'null', '[]', '{"critical":null}', '{"critical":{"image":{"docker-manifest-digest":1}}}'])(
    'the invalid payload %j has no digest',
    (text) => {
      expect(readPayloadDigest(Buffer.from(text))).toBeUndefined();
    },
  );
});

describe('simpleSigningAnnotations', () => {
  it('the annotations are the four that cosign reads, made from the log entry', async () => {
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signBlob(payload);
    const annotations = simpleSigningAnnotations(bundle);
    expect(Object.keys(annotations).sort()).toEqual([
      'dev.cosignproject.cosign/signature',
      'dev.sigstore.cosign/bundle',
      'dev.sigstore.cosign/certificate',
      'dev.sigstore.cosign/chain',
    ]);
    expect(annotations['dev.sigstore.cosign/chain']).toBe('');
    const certificate = new X509Certificate(annotations['dev.sigstore.cosign/certificate'] ?? '');
    expect(certificate.raw.toString('base64')).toBe(bundle.verificationMaterial.certificate?.rawBytes);
    const [entry] = bundle.verificationMaterial.tlogEntries;
    const { SignedEntryTimestamp, Payload } = JSON.parse(annotations['dev.sigstore.cosign/bundle'] ?? '');
    expect(SignedEntryTimestamp).toBe(entry?.inclusionPromise?.signedEntryTimestamp);
    expect(Payload).toEqual({
      body: entry?.canonicalizedBody,
      // Numbers and lower-case digits, where a bundle has texts and base64.
      integratedTime: Math.floor(place.clock.now() / 1000),
      logIndex: Number(entry?.logIndex),
      logID: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const body = JSON.parse(Buffer.from(Payload.body, 'base64').toString());
    expect(body.spec.data.hash.value).toBe(createHash('sha256').update(payload).digest('hex'));
    expect(body.spec.signature.content).toBe(annotations['dev.cosignproject.cosign/signature']);
  });

  it('annotations are converted back to a bundle that is valid only for its payload', async () => {
    const place = await openSigningWorld();
    const annotations = simpleSigningAnnotations(await place.openSigner().signBlob(payload));
    const bundle = parseSimpleSigning(annotations, payload);
    expect(verifyPromisedBlob(bundle, payload, place.trustedRoot).identity).toContain('release.yml');
    expect(() => verifyPromisedBlob(bundle, Buffer.from('other'), place.trustedRoot)).toThrow(/is not valid/);
  });

  it.each(Object.entries({ missing: {}, malformed: { 'dev.sigstore.cosign/bundle': 'words' } }))(
    'annotations that are %s are rejected',
    (_, annotations) => {
      expect(() => parseSimpleSigning(annotations, payload)).toThrow(
        /do not follow the older cosign signature format/,
      );
    },
  );
});
