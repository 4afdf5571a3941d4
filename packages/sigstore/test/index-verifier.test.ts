import { AttestationRejected } from '@slipway/emulated-pypi/upload/attestation-policy';
import { createAttestationVerifier } from '@slipway/emulated-sigstore/attestation-verifier';
import { describe, expect, it } from 'vitest';
import { type Attestation, publishStatement, toAttestation } from '../src/statements/pypi-attestation.ts';
import { openSigningWorld } from './support/signing-world.ts';

const file = { name: 'demo-1.2.0.tar.gz', sha256: 'ab'.repeat(32) };

type Entry = Readonly<Record<string, unknown>>;

describe('attestation verifier of the emulated index', () => {
  it('an attestation is accepted, and a changed one is rejected with the message of PyPI', async () => {
    const place = await openSigningWorld();
    const bundle = await place.openSigner().signStatement(publishStatement(file));
    const good = toAttestation(bundle);
    const verifier = createAttestationVerifier(place.sigstore);
    const reasonOf = async (attestation: Attestation): Promise<string> => {
      // As it arrives at the index: without members that are undefined.
      const sent = JSON.parse(JSON.stringify(attestation));
      return verifier.verify(sent).then(
        () => 'accepted',
        (error: unknown) => (error instanceof AttestationRejected ? error.message : `not refused: ${error}`),
      );
    };
    const withEntry = (change: Entry): Attestation => {
      const [entry] = good.verification_material.transparency_entries;
      const material = { ...good.verification_material, transparency_entries: [{ ...entry, ...change }] };
      return { ...good, verification_material: material } as Attestation;
    };
    expect(await reasonOf(good)).toBe('accepted');
    const otherText = Buffer.from('{"_type":"other"}').toString('base64');
    expect(await reasonOf({ ...good, envelope: { ...good.envelope, statement: otherText } })).toBe(
      'DSSE: invalid signature',
    );
    expect(await reasonOf(withEntry({ inclusionPromise: undefined }))).toBe(
      'bundle must contain an inclusion promise or signed timestamp(s)',
    );
    expect(await reasonOf(withEntry({ integratedTime: '1' }))).toContain('certificate chain');
    expect(await reasonOf(withEntry({ logIndex: '7' }))).toContain('invalid log entry');
    expect(await reasonOf(withEntry({ inclusionProof: undefined }))).toBe('invalid transparency log entry');
    const elsewhere = await openSigningWorld();
    const stranger = createAttestationVerifier(elsewhere.sigstore);
    await expect(stranger.verify(JSON.parse(JSON.stringify(good)))).rejects.toBeInstanceOf(
      AttestationRejected,
    );
  });
});
