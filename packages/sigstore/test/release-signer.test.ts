import { describe, expect, it } from 'vitest';
import { checkReleaseSigner, type ReleaseSigner } from '../src/signing/release-signer.ts';
import type { VerifiedSigner } from '../src/verify-bundle.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const workflow = 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
const commit = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';

const expected: ReleaseSigner = {
  isIssuer: (found) => found === issuer,
  repository: 'https://github.com/octo/demo',
  ref: 'refs/tags/v1.2.0',
  commit,
  workflow,
  identity: workflow,
};

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
const extensions: Readonly<Record<number, string>> = {
  8: issuer,
  12: 'https://github.com/octo/demo',
  13: commit,
  14: 'refs/tags/v1.2.0',
  18: workflow,
};

const signer = (
  changes: Readonly<Record<number, string | undefined>> = {},
  identity = workflow,
): VerifiedSigner => ({
  identity,
  extension: (number) => ({ ...extensions, ...changes })[number],
});

describe('checkReleaseSigner', () => {
  it('a certificate that matches the run in every part is accepted', () => {
    checkReleaseSigner(signer(), expected);
  });

  it.each([
    [
      'a different issuer',
      signer({ 8: 'https://accounts.example.com' }),
      'its issuer is https://accounts.example.com',
    ],
    ['a missing issuer', signer({ 8: undefined }), 'its issuer is missing'],
    [
      'the repository of a fork',
      signer({ 12: 'https://github.com/mallory/demo' }),
      'its repository is https://github.com/mallory/demo',
    ],
    ['a missing repository', signer({ 12: undefined }), 'its repository is missing'],
    [
      'a different commit',
      signer({ 13: 'b'.repeat(40) }),
      `its commit is ${'b'.repeat(40)} instead of ${commit}`,
    ],
    ['an abbreviated commit', signer({ 13: commit.slice(0, 7) }), 'its commit is 9f1c2b3 instead of'],
    ['a branch of the same name', signer({ 14: 'refs/heads/v1.2.0' }), 'its ref is refs/heads/v1.2.0'],
    ['a different workflow', signer({ 18: workflow.replace('release', 'nightly') }), 'its workflow is'],
    [
      'a called workflow of a stranger',
      signer({}, 'https://github.com/o/x/a.yml@main'),
      'its signer is https://github.com/o/x',
    ],
    ['an empty identity', signer({}, ''), 'its signer is unknown instead of'],
    ['part of the identity', signer({}, workflow.slice(0, -1)), 'its signer is'],
  ])('a certificate with %s is rejected', (_what, found, words) => {
    expect(() => checkReleaseSigner(found, expected)).toThrow(
      expect.objectContaining({ code: 'E_ATTESTATION_INVALID', message: expect.stringContaining(words) }),
    );
  });

  it('any value is accepted where nothing is expected', () => {
    const { isIssuer, repository } = expected;
    const found = signer({ 13: 'b'.repeat(40), 14: undefined, 18: undefined }, 'anybody');
    checkReleaseSigner(found, { isIssuer, repository });
    // A job without an ID token does not know the file that holds the job which signs.
    checkReleaseSigner(signer({}, 'https://github.com/octo/shared/a.yml@main'), {
      ...expected,
      identity: undefined,
    });
  });
});
