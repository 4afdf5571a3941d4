import type { TrustedRoot } from '@sigstore/protobuf-specs';
import type { ActionError } from '@slipway/core/errors/action-error';
import { pypiHost } from '@slipway/core/pypi-hosts';
import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';
import { describe, expect, it } from 'vitest';
import type { InTotoStatement } from '../src/in-toto.ts';
import {
  type Attestation,
  parseAttestation,
  provenanceStatement,
  publishStatement,
  readProvenanceClaims,
  toAttestation,
  toBundle,
  verifyAttestation,
} from '../src/statements/pypi-attestation.ts';
import { openSigningWorld, type SigningWorld } from './support/signing-world.ts';

const file = { name: 'demo-1.2.0-py3-none-any.whl', sha256: 'ab'.repeat(32) };
const publisher = { repository: 'octo/demo', workflow: 'release.yml' };

interface Signed {
  readonly place: SigningWorld;
  readonly attestation: Attestation;
  readonly trustedRoot: TrustedRoot;
}

async function sign(statement: InTotoStatement, job: Partial<JobIdentity> = {}): Promise<Signed> {
  const place = await openSigningWorld({ job });
  const attestation = toAttestation(await place.openSigner().signStatement(statement));
  return { place, attestation, trustedRoot: place.trustedRoot };
}

function refusalOf(check: () => void): string {
  try {
    check();
  } catch (error) {
    expect((error as ActionError).code).toBe('E_ATTESTATION_INVALID');
    expect((error as ActionError).blame).toBe('integrity');
    return (error as ActionError).message;
  }
  throw new Error('it was accepted');
}

/** Replaces one base64 value by another one with a changed byte. */
function flip(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('base64');
}

describe('attestation', () => {
  it('a publish attestation has exactly the members of PEP 740', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    expect(Object.keys(attestation)).toEqual(['version', 'verification_material', 'envelope']);
    expect(Object.keys(attestation.verification_material)).toEqual(['certificate', 'transparency_entries']);
    expect(Object.keys(attestation.envelope)).toEqual(['statement', 'signature']);
    expect(JSON.parse(Buffer.from(attestation.envelope.statement, 'base64').toString())).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: file.name, digest: { sha256: file.sha256 } }],
      predicateType: `https://docs.${pypiHost}/attestations/publish/v1`,
      predicate: null,
    });
    const [entry] = attestation.verification_material.transparency_entries;
    expect(entry?.kindVersion).toEqual({ kind: 'dsse', version: '0.0.1' });
    expect(Object.keys(entry ?? {}).sort()).toEqual([
      'canonicalizedBody',
      'inclusionPromise',
      'inclusionProof',
      'integratedTime',
      'kindVersion',
      'logId',
      'logIndex',
    ]);
    verifyAttestation({ attestation, file, trustedRoot, publisher });
  });

  it('an accepted certificate does not vouch for the certificate of a different authority', async () => {
    const ours = await sign(publishStatement(file));
    const theirs = await sign(publishStatement(file));
    const verify = (attestation: Attestation, { trustedRoot }: Signed) =>
      verifyAttestation({ attestation, file, trustedRoot, publisher });
    for (let round = 0; round < 2; round += 1) {
      verify(ours.attestation, ours);
      verify(theirs.attestation, theirs);
      expect(refusalOf(() => verify(theirs.attestation, ours))).toMatch(/certificate|log/i);
      const { certificate } = theirs.attestation.verification_material;
      const material = { ...ours.attestation.verification_material, certificate };
      const mixed = { ...ours.attestation, verification_material: material };
      expect(refusalOf(() => verify(mixed, ours))).toContain('certificate chain');
    }
  });

  it('a certificate with a changed byte is rejected after the right one was accepted', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    const { certificate } = attestation.verification_material;
    verifyAttestation({ attestation, file, trustedRoot, publisher });
    const last = Buffer.from(certificate, 'base64').byteLength - 1;
    const material = { ...attestation.verification_material, certificate: flip(certificate, last) };
    const changed = { ...attestation, verification_material: material };
    const check = () => verifyAttestation({ attestation: changed, file, trustedRoot, publisher });
    expect(refusalOf(check)).toContain('certificate chain');
  });

  it('an attestation is unchanged after serializing, parsing and converting', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    const read = parseAttestation(JSON.stringify(attestation));
    expect(read).toEqual(attestation);
    expect(toAttestation(toBundle(read))).toEqual(attestation);
    verifyAttestation({ attestation: read, file, trustedRoot, publisher });
  });

  it('a provenance attestation describes how GitHub built the file', async () => {
    const place = await openSigningWorld();
    const claims = readProvenanceClaims(await place.requestIdToken());
    const statement = provenanceStatement(file, claims);
    const { place: other, attestation, trustedRoot } = await sign(statement);
    verifyAttestation({ attestation, file, trustedRoot, publisher });
    expect(other.idTokens).toHaveLength(1);
    expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
    const workflow = 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
    expect(statement.predicate).toMatchObject({
      buildDefinition: {
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        externalParameters: {
          workflow: {
            ref: 'refs/tags/v1.2.0',
            repository: 'https://github.com/octo/demo',
            path: '.github/workflows/release.yml',
          },
        },
        internalParameters: {
          github: { event_name: 'workflow_dispatch', runner_environment: 'github-hosted' },
        },
        resolvedDependencies: [
          {
            uri: 'git+https://github.com/octo/demo@refs/tags/v1.2.0',
            digest: { gitCommit: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567' },
          },
        ],
      },
      runDetails: {
        builder: { id: `https://github.com/${workflow}` },
        metadata: { invocationId: 'https://github.com/octo/demo/actions/runs/7001/attempts/1' },
      },
    });
  });

  it('a ref with an at sign is kept whole in a provenance', async () => {
    const ref = 'refs/tags/demo@1.2.0';
    const place = await openSigningWorld({
      job: { workflowRef: `octo/demo/.github/workflows/release.yml@${ref}` },
    });
    const statement = provenanceStatement(file, readProvenanceClaims(await place.requestIdToken()));
    expect(statement.predicate).toMatchObject({
      buildDefinition: { externalParameters: { workflow: { ref, path: '.github/workflows/release.yml' } } },
    });
  });
});

describe('verifyAttestation and parseAttestation', () => {
  it('an attestation for a different file name or digest is rejected', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    const verify = (other: typeof file) => () =>
      verifyAttestation({ attestation, file: other, trustedRoot, publisher });
    expect(refusalOf(verify({ ...file, name: 'demo-1.2.1-py3-none-any.whl' }))).toContain(
      'describes demo-1.2.0',
    );
    expect(refusalOf(verify({ ...file, sha256: 'cd'.repeat(32) }))).toContain('cdcd');
    expect(refusalOf(verify({ ...file, sha256: file.sha256.toUpperCase() }))).toContain('sha256');
  });

  it('an attestation of a different repository, spelling or workflow is rejected', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    for (const other of [
      { ...publisher, repository: 'octo/other' },
      { ...publisher, repository: 'Octo/demo' },
      { ...publisher, workflow: 'publish.yml' },
    ])
      refusalOf(() => verifyAttestation({ attestation, file, trustedRoot, publisher: other }));
  });

  it('an attestation of a job in a called workflow is rejected', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file), {
      workflowRef: 'octo/demo/.github/workflows/caller.yml@refs/tags/v1.2.0',
      jobWorkflowRef: 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
    });
    const message = refusalOf(() => verifyAttestation({ attestation, file, trustedRoot, publisher }));
    expect(message).toContain('caller.yml');
    expect(message).toContain('not in a called workflow');
  });

  it('an attestation without exactly one named subject or with an unknown predicate is rejected', async () => {
    const statement = publishStatement(file);
    const subject = { name: file.name, digest: { sha256: file.sha256 } };
    for (const [wrong, reason] of [
      [{ ...statement, subject: [] }, '0 subjects'],
      [{ ...statement, subject: [subject, { ...subject, name: 'demo-1.2.0.tar.gz' }] }, '2 subjects'],
      [{ ...statement, subject: [{ digest: subject.digest }] }, 'a file without a name'],
      [{ ...statement, predicateType: 'https://spdx.dev/Document' }, 'spdx.dev'],
    ] as const) {
      const { attestation, trustedRoot } = await sign(wrong);
      expect(refusalOf(() => verifyAttestation({ attestation, file, trustedRoot, publisher }))).toContain(
        reason,
      );
    }
  });

  it('an attestation with any signed part changed is rejected', async () => {
    const { attestation, trustedRoot } = await sign(publishStatement(file));
    const { verification_material: material, envelope } = attestation;
    const [entry] = material.transparency_entries;
    if (entry?.inclusionProof === undefined || entry.inclusionPromise === undefined)
      throw new Error('no proof');
    const withEntry = (change: Partial<typeof entry>): Attestation => ({
      ...attestation,
      verification_material: { ...material, transparency_entries: [{ ...entry, ...change }] },
    });
    const { inclusionProof: proof, inclusionPromise: promise } = entry;
    const changed: Attestation[] = [
      { ...attestation, envelope: { ...envelope, statement: flip(envelope.statement, 30) } },
      { ...attestation, envelope: { ...envelope, signature: flip(envelope.signature, 20) } },
      {
        ...attestation,
        verification_material: { ...material, certificate: flip(material.certificate, 300) },
      },
      withEntry({ integratedTime: String(Number(entry.integratedTime) + 1) }),
      withEntry({ canonicalizedBody: flip(entry.canonicalizedBody, 60) }),
      withEntry({ inclusionProof: { ...proof, rootHash: flip(proof.rootHash, 1) } }),
      withEntry({ inclusionPromise: { signedEntryTimestamp: flip(promise.signedEntryTimestamp, 20) } }),
      withEntry({ kindVersion: { kind: 'intoto', version: '0.0.2' } }),
      withEntry({ inclusionPromise: undefined }),
      withEntry({ inclusionProof: undefined }),
    ];
    for (const wrong of changed)
      refusalOf(() => verifyAttestation({ attestation: wrong, file, trustedRoot, publisher }));
  });

  it('an attestation signed by a different Sigstore instance is rejected', async () => {
    const { attestation } = await sign(publishStatement(file));
    const other = await openSigningWorld();
    refusalOf(() => verifyAttestation({ attestation, file, trustedRoot: other.trustedRoot, publisher }));
  });

  it.each([
    ['a text that is not JSON', '{'],
    ['a JSON list', '[]'],
    ['JSON null', 'null'],
    ['an unknown version', '{"version":2,"verification_material":{},"envelope":{}}'],
    [
      'an attestation without entries',
      '{"version":1,"verification_material":{"certificate":"","transparency_entries":[]},"envelope":{"statement":"","signature":""}}',
    ],
  ])('%s is rejected', (_, text) => {
    refusalOf(() => parseAttestation(text));
  });

  it('log entries of any shape are rejected without a crash', async () => {
    const { trustedRoot } = await openSigningWorld();
    for (const entry of [{}, { logIndex: 5 }, { inclusionProof: 'x', kindVersion: null }]) {
      const attestation = parseAttestation(
        JSON.stringify({
          version: 1,
          verification_material: { certificate: 'AAAA', transparency_entries: [entry] },
          envelope: { statement: 'e30=', signature: 'AAAA' },
        }),
      );
      refusalOf(() => verifyAttestation({ attestation, file, trustedRoot, publisher }));
    }
  });
});
