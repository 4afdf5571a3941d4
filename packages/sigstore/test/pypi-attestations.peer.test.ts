import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { pypiHost } from '@slipway/core/pypi-hosts';
import { createAttestationVerifier } from '@slipway/emulated-sigstore/attestation-verifier';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { InTotoStatement } from '../src/in-toto.ts';
import {
  type Attestation,
  provenanceStatement,
  publishStatement,
  readProvenanceClaims,
  toAttestation,
} from '../src/statements/pypi-attestation.ts';
import { openSigningWorld, type SigningWorld } from './support/signing-world.ts';

const python = process.env['SLIPWAY_PYTHON_PEERS'];
if (python === undefined) console.log('not shown: pypi-attestations (SLIPWAY_PYTHON_PEERS is not set)');

const program = fileURLToPath(new URL('fixtures/verify_attestations.py', import.meta.url));
const file = { name: 'demo-1.2.0-py3-none-any.whl', sha256: 'ab'.repeat(32) };
const publisher = { repository: 'octo/demo', workflow: 'release.yml' };

type Answer = { readonly predicateType: string } | { readonly error: string };

async function askPython(
  place: SigningWorld,
  attestations: readonly Attestation[],
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Answer[]> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-peer-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const trustedRoot = join(directory, 'trusted_root.json');
  await writeFile(trustedRoot, JSON.stringify(await place.sigstore.trustedRoot()));
  const child = spawn(python ?? '', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ trustedRoot, publisher, file, attestations, ...changes }));
  return JSON.parse(await text(child.stdout));
}

async function sign(place: SigningWorld, ...statements: readonly InTotoStatement[]): Promise<Attestation[]> {
  const signer = place.openSigner();
  return Promise.all(
    statements.map(async (statement) => toAttestation(await signer.signStatement(statement))),
  );
}

describe.skipIf(python === undefined)('pypi-attestations', () => {
  it('publish and provenance attestations are accepted, even far on in the log', async () => {
    const place = await openSigningWorld();
    const claims = readProvenanceClaims(await place.requestIdToken());
    const others = Array.from({ length: 5 }, (_, number) =>
      publishStatement({ name: `other-${number}.tar.gz`, sha256: '0'.repeat(64) }),
    );
    await sign(place, ...others);
    const attestations = await sign(place, publishStatement(file), provenanceStatement(file, claims));
    expect(await askPython(place, attestations)).toEqual([
      { predicateType: `https://docs.${pypiHost}/attestations/publish/v1` },
      { predicateType: 'https://slsa.dev/provenance/v1' },
    ]);
  });

  it('attestations for a wrong file, publisher or instance are rejected', async () => {
    const place = await openSigningWorld();
    const statement = publishStatement(file);
    const [good, twice] = await sign(place, statement, {
      ...statement,
      subject: [...statement.subject, ...statement.subject],
    });
    if (good === undefined || twice === undefined) throw new Error('nothing was signed');
    const other = { ...file, sha256: 'cd'.repeat(32) };
    expect(await askPython(place, [good], { file: other })).toEqual([
      { error: 'Verification failed: subject does not match distribution digest' },
    ]);
    expect(await askPython(place, [twice])).toEqual([
      { error: 'Verification failed: too many subjects in statement (must be exactly one)' },
    ]);
    for (const wrong of [
      { repository: 'octo/other', workflow: 'release.yml' },
      { repository: 'octo/demo', workflow: 'publish.yml' },
    ]) {
      const [answer] = await askPython(place, [good], { publisher: wrong });
      expect(answer).toHaveProperty('error');
    }
    const elsewhere = await openSigningWorld();
    expect((await askPython(elsewhere, [good]))[0]).toHaveProperty('error');
  });

  it('the emulated index gives the same reasons as pypi-attestations', async () => {
    const place = await openSigningWorld();
    const [good, other] = await sign(
      place,
      publishStatement(file),
      publishStatement({ ...file, name: 'x.whl' }),
    );
    if (good === undefined || other === undefined) throw new Error('nothing was signed');
    const [entry] = good.verification_material.transparency_entries;
    const withEntry = (change: object): Attestation => ({
      ...good,
      verification_material: {
        ...good.verification_material,
        transparency_entries: [{ ...entry, ...change }] as never,
      },
    });
    const changed = [
      good,
      { ...good, envelope: { ...good.envelope, statement: other.envelope.statement } },
      { ...good, envelope: { ...good.envelope, signature: other.envelope.signature } },
      { ...good, envelope: other.envelope },
      withEntry({ inclusionPromise: undefined }),
      withEntry({ inclusionProof: undefined }),
      withEntry({ kindVersion: { kind: 'intoto', version: '0.0.2' } }),
    ];
    const attestations = changed.map((attestation) => JSON.parse(JSON.stringify(attestation)));
    const verifier = createAttestationVerifier(place.sigstore);
    const reasons = await Promise.all(
      attestations.map((attestation) =>
        verifier.verify(attestation).then(
          () => 'accepted',
          (error: Error) => error.message,
        ),
      ),
    );
    const answers = await askPython(place, attestations);
    const said = answers.map((answer) =>
      'error' in answer ? answer.error.replace('Verification failed: ', '') : 'accepted',
    );
    expect(reasons).toEqual(said);
  });
});
