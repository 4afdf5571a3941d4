import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { Extension, X509CertificateGenerator } from '@peculiar/x509';
import { call } from '@slipway/testkit/client';
import { describe, expect, it } from 'vitest';
import { AttestationRejected } from '../src/upload/attestation-policy.ts';
import { wheel } from './distributions.ts';
import { idToken, mint, mintedToken, openPypiWorld, type PypiWorld, upload, words } from './world.ts';

const wheelName = 'demo-1.2.0-py3-none-any.whl';
const sha256 = createHash('sha256').update(wheel()).digest('hex');
const slsa = 'https://slsa.dev/provenance/v1';
const workflow = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';

function utf8String(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0x0c, Buffer.byteLength(text)]), Buffer.from(text)]);
}

/** A certificate with the claims of Fulcio, by the last number of their object identifiers; `undefined` leaves one out. */
async function certificate(changes: Readonly<Record<number, string | undefined>> = {}): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const claims: Readonly<Record<number, string | undefined>> = {
    8: 'https://token.actions.githubusercontent.com',
    12: 'https://github.com/octo/demo',
    14: 'refs/tags/v1.2.0',
    18: workflow,
    ...changes,
  };
  const extensions = Object.entries(claims).flatMap(([number, value]) =>
    value === undefined ? [] : [new Extension(`1.3.6.1.4.1.57264.1.${number}`, false, utf8String(value))],
  );
  const made = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=test',
    keys,
    signingAlgorithm: algorithm,
    extensions,
  });
  return Buffer.from(made.rawData).toString('base64');
}

interface StatementChanges {
  readonly name?: string;
  readonly digest?: Readonly<Record<string, string>>;
  readonly predicateType?: string;
  readonly subjects?: number;
}

async function attestation(
  of: PypiWorld,
  changes: StatementChanges = {},
  claims: Readonly<Record<number, string | undefined>> = {},
) {
  const subject = { name: changes.name ?? wheelName, digest: changes.digest ?? { sha256 } };
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: Array.from({ length: changes.subjects ?? 1 }, () => subject),
    predicateType: changes.predicateType ?? `https://docs.${of.pypi.site.indexHost}/attestations/publish/v1`,
    predicate: null,
  };
  const encode = (text: string) => Buffer.from(text).toString('base64');
  return {
    version: 1,
    verification_material: {
      certificate: await certificate(claims),
      transparency_entries: [{ logIndex: '1' }],
    },
    envelope: { statement: encode(JSON.stringify(statement)), signature: encode('signature') },
  };
}

async function attempt(of: PypiWorld, token: string, attestations: unknown): Promise<string> {
  const text = typeof attestations === 'string' ? attestations : JSON.stringify(attestations);
  const answer = words(await upload(of, token, { fields: { attestations: text } }));
  return answer.replace('400 Invalid attestations supplied during upload: ', '');
}

const unverified = (reason: string) =>
  `Could not verify the uploaded artifact using the included attestation: Verification failed: ${reason}`;

describe('attestations', () => {
  it('an attestation is stored with its file and served with its publisher', async () => {
    const of = await openPypiWorld();
    of.pypi.addPublisher(['demo'], { repository: 'octo/demo', workflow: 'release.yml', environment: 'pypi' });
    const token = await mintedToken(of, { environment: 'pypi' });
    const both = [await attestation(of), await attestation(of, { predicateType: slsa })];
    expect(await attempt(of, token, both)).toBe('200');
    const path = `/integrity/demo/1.2.0/${wheelName}/provenance`;
    const accept = 'application/vnd.pypi.integrity.v1+json';
    const answer = await call(of.world.gateway, `${of.index}${path}`, { headers: { accept } });
    expect([answer.status, answer.headers['content-type'], JSON.parse(answer.body)]).toEqual([
      200,
      accept,
      {
        version: 1,
        attestation_bundles: [
          {
            publisher: {
              kind: 'GitHub',
              claims: null,
              repository: 'octo/demo',
              workflow: 'release.yml',
              environment: 'pypi',
            },
            attestations: both,
          },
        ],
      },
    ]);
    const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
    const { files } = JSON.parse(
      (await call(of.world.gateway, `${of.index}/simple/demo/`, { headers })).body,
    );
    expect(files[0].provenance).toBe(`${of.index}${path}`);
    const refused = { headers: { accept: 'text/html' } };
    expect((await call(of.world.gateway, `${of.index}${path}`, refused)).status).toBe(406);
  });

  it('an attestation is not added by uploading the same file again', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    expect(words(await upload(of, token))).toBe('200');
    expect(await attempt(of, token, [await attestation(of)])).toBe('200');
    const path = `/integrity/demo/1.2.0/${wheelName}/provenance`;
    const answer = await call(of.world.gateway, `${of.index}${path}`);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      404,
      { message: `No provenance available for ${wheelName}` },
    ]);
  });

  it('attestations need a trusted publisher and a list of at most two different kinds', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    const one = await attestation(of);
    expect(await attempt(of, of.pypi.addToken('alice'), [one])).toBe(
      'Attestations are only supported when using Trusted Publishing',
    );
    expect(await attempt(of, token, [])).toBe(
      'Malformed attestations: an empty attestation set is not permitted',
    );
    expect(await attempt(of, token, [one, one, one])).toBe(
      'A maximum of 2 attestations per file are supported',
    );
    expect(await attempt(of, token, [one, one])).toMatch(
      /^Multiple attestations for the same file with the same predicate type \(.*publish\/v1\) are not supported$/,
    );
    for (const malformed of ['{', one, [{ ...one, version: 2 }], [{ ...one, envelope: {} }]])
      expect(await attempt(of, token, malformed)).toMatch(/^Malformed attestations: 1 validation error/);
  });

  it('an attestation for a different name or digest is rejected', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    const about = async (changes: StatementChanges) => attempt(of, token, [await attestation(of, changes)]);
    expect(await about({ subjects: 2 })).toBe(
      unverified('too many subjects in statement (must be exactly one)'),
    );
    expect(await about({ name: '' })).toBe(unverified('invalid subject: missing name'));
    expect(await about({ name: 'demo.txt' })).toBe(
      unverified('invalid subject: unknown distribution format: demo.txt'),
    );
    expect(await about({ name: 'demo-1.2.1-py3-none-any.whl' })).toBe(
      unverified(`subject does not match distribution name: demo-1.2.1-py3-none-any.whl != ${wheelName}`),
    );
    const digest = unverified('subject does not match distribution digest');
    expect(await about({ digest: { sha256: '0'.repeat(64) } })).toBe(digest);
    expect(await about({ digest: { sha512: '0' } })).toBe(digest);
    expect(await about({ digest: { sha256, blake2b: '0' } })).toBe(
      unverified('invalid statement: 1 validation error for _Statement'),
    );
    expect(await about({ predicateType: 'https://x.example' })).toBe(
      unverified('unknown attestation type: https://x.example'),
    );
    // Another spelling of the same name, version and tags is the same file.
    expect(await about({ name: 'Demo-1.2-py3-none-any.whl' })).toBe('200');
  });

  it('an attestation signed by a different workflow is rejected', async () => {
    const of = await openPypiWorld();
    const token = await mintedToken(of);
    const by = async (claims: Readonly<Record<number, string | undefined>>) =>
      attempt(of, token, [await attestation(of, {}, claims)]);
    expect(await by({ 8: 'https://other.example' })).toBe(
      unverified(
        "Certificate's OIDCIssuerV2 does not match (got 'https://other.example', expected 'https://token.actions.githubusercontent.com')",
      ),
    );
    expect(await by({ 12: 'https://github.com/Octo/demo' })).toContain(
      "Certificate's OIDCSourceRepositoryURI does not match (got 'https://github.com/Octo/demo'",
    );
    expect(await by({ 14: undefined })).toBe(
      unverified('Certificate must contain either Source Repository Digest or Source Repository Ref'),
    );
    const caller = workflow.replace('release.yml', 'caller.yml');
    expect(await by({ 18: caller })).toBe(
      unverified(
        `Certificate's Build Config URI (${caller}) does not match expected Trusted Publisher (release.yml @ octo/demo)`,
      ),
    );
    const sha = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
    expect(await by({ 13: sha, 18: workflow.replace('refs/tags/v1.2.0', sha) })).toBe('200');
  });

  it('an attestation that fails verification is rejected and its file is not stored', async () => {
    const attestationVerifier = {
      verify: () => Promise.reject(new AttestationRejected('not enough sources of verified time')),
    };
    const of = await openPypiWorld({ attestationVerifier });
    const answer = await mint(of, await idToken(of));
    const { token } = JSON.parse(answer.body);
    expect(await attempt(of, token, [await attestation(of)])).toBe(
      unverified('not enough sources of verified time'),
    );
    expect(of.pypi.listFiles()).toEqual([]);
    of.pypi.setFlags({ disablePep740: true });
    expect(await attempt(of, token, [await attestation(of)])).toBe('200');
    expect(of.pypi.listFiles()[0]?.attestations).toEqual([]);
  });
});
