import type { SerializedBundle } from '@sigstore/bundle';
import { describe, expect, it } from 'vitest';
import { statementType } from '../../src/in-toto.ts';
import { isPassport, passportStatement, readPassport } from '../../src/passport/passport-statement.ts';
import { readPassportBundle, renderBundleLine, verifyPassport } from '../../src/passport/verify-passport.ts';
import { provenanceStatement, readProvenanceClaims } from '../../src/statements/provenance.ts';
import { type InstanceName, openSigningWorld, type SigningWorld } from '../support/signing-world.ts';
import { samplePassport } from './sample-passport.ts';

const server = 'https://github.com';

async function signPassport(place: SigningWorld, name: InstanceName = 'version 1') {
  const claims = readProvenanceClaims(await place.requestIdToken());
  const statement = passportStatement(samplePassport, claims, server);
  const { instance, trustedRoot } = place.instances[name];
  const bundle = await place.openSigner({ instance }).signStatement(statement);
  return { claims, statement, bundle, policy: { trustedRoot, trust: instance.trust, signer: {} } };
}

/** The bundle with one character of its statement changed. */
function forge(bundle: SerializedBundle, change: (statement: string) => string): SerializedBundle {
  if (bundle.dsseEnvelope === undefined) throw new Error('the bundle has no envelope');
  const text = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString('utf8');
  const payload = Buffer.from(change(text)).toString('base64');
  return { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload } };
}

const rejected = (words: string) =>
  expect.objectContaining({ code: 'E_ATTESTATION_INVALID', message: expect.stringContaining(words) });

describe('verifyPassport', () => {
  it.each(['version 1', 'version 2', 'github'] as const)(
    'a passport signed with %s is read back as it was made',
    async (name) => {
      const { bundle, policy } = await signPassport(await openSigningWorld(), name);
      const stored = readPassportBundle(renderBundleLine(bundle));
      expect(verifyPassport(stored, policy).passport).toEqual(samplePassport);
    },
  );

  it('a passport with one digit changed after it was signed is rejected', async () => {
    const { bundle, policy } = await signPassport(await openSigningWorld());
    for (const digit of ['1', '2', '3', '4', '5', '6', '7']) {
      const forged = forge(bundle, (text) => text.replace(digit.repeat(64), `a${digit.repeat(63)}`));
      expect(forged).not.toEqual(bundle);
      expect(() => verifyPassport(forged, policy)).toThrow(rejected('The attestation is not valid'));
    }
  });

  it('a passport of a different repository, tag or commit is rejected', async () => {
    const { bundle, policy } = await signPassport(await openSigningWorld());
    for (const [signer, words] of [
      [{ repository: `${server}/mallory/demo` }, 'its repository is'],
      [{ ref: 'refs/tags/v9.9.9' }, 'its ref is'],
      [{ commit: 'b'.repeat(40) }, 'its commit is'],
    ] as const)
      expect(() => verifyPassport(bundle, { ...policy, signer })).toThrow(rejected(words));
  });

  it('a passport that names another commit than its certificate is rejected', async () => {
    const place = await openSigningWorld();
    const claims = { ...readProvenanceClaims(await place.requestIdToken()), sha: 'c'.repeat(40) };
    const bundle = await place.openSigner().signStatement(passportStatement(samplePassport, claims, server));
    const { trustedRoot } = place;
    expect(() => verifyPassport(bundle, { trustedRoot, trust: 'public-good', signer: {} })).toThrow(
      rejected(`its commit is ${samplePassport.commit} instead of ${'c'.repeat(40)}`),
    );
  });

  it('a file with a second statement is not a passport', async () => {
    const line = renderBundleLine((await signPassport(await openSigningWorld())).bundle);
    expect(() => readPassportBundle(`${line}${line}`)).toThrow(
      rejected('its file has 2 lines instead of one'),
    );
  });

  it.each([
    ['an empty file', '\n', 'its file is empty'],
    ['a page', '<html></html>', 'it is not a bundle'],
    ['half a line', '{"mediaType":"application/vnd.dev', 'it is not a bundle'],
  ])('%s is not a passport', (_what, text, words) => {
    expect(() => readPassportBundle(text)).toThrow(rejected(words));
  });
});

describe('readPassport', () => {
  const claims = {
    ...{ repository: 'octo/demo', repository_id: '1', repository_owner_id: '2', ref: 'refs/tags/v1.2.0' },
    ...{ sha: samplePassport.commit, event_name: 'push', runner_environment: 'github-hosted' },
    workflow_ref: 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
    job_workflow_ref: 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
    ...{ run_id: '7', run_attempt: '1' },
  };
  const statement = passportStatement(samplePassport, claims, server);

  it('every subject of a passport has a SHA-256 and a name of its own', () => {
    const names = statement.subject.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { digest } of statement.subject) expect(Object.keys(digest)).toEqual(['sha256']);
    expect(isPassport(statement)).toBe(true);
    expect(readPassport(statement)).toEqual(samplePassport);
  });

  it('the provenance of one file is not a passport', () => {
    const other = provenanceStatement({ name: 'demo-1.2.0.tar.gz', sha256: 'a'.repeat(64) }, claims, server);
    expect(isPassport(other)).toBe(false);
    expect(() => readPassport(other)).toThrow(rejected('its statement is not a release passport'));
  });

  it.each([
    ['a subject twice', [...statement.subject, ...statement.subject.slice(1, 2)], 'has no name of its own'],
    [
      'a second manifest',
      [...statement.subject, { ...statement.subject[0], name: 'SUMS', digest: { sha256: 'e'.repeat(64) } }],
      'more than one manifest',
    ],
    ['a subject without SHA-256', [{ ...statement.subject[0], digest: { sha1: 'a' } }], 'has no SHA-256'],
    [
      'a subject of an unknown kind',
      [...statement.subject, { name: 'x', digest: { sha256: 'e'.repeat(64) } }],
      'is of no known kind',
    ],
    [
      'platforms without an image',
      statement.subject.filter(({ name }) => name !== 'ghcr.io/octo/demo'),
      '0 images',
    ],
  ])('a statement with %s is rejected', (_what, subject, words) => {
    const { predicateType, predicate } = statement;
    const changed = { _type: statementType, subject, predicateType, predicate } as const;
    expect(() => readPassport(changed)).toThrow(rejected(words));
  });

  it('a statement that names no commit is rejected', () => {
    expect(() => readPassport({ ...statement, predicate: {} })).toThrow(
      rejected('does not name the repository, ref and commit'),
    );
  });
});
