import { describe, expect, it } from 'vitest';
import { type ExpectedSigner, findOtherSigner } from '../../../src/commands/verify/expected-signer.ts';

const claims: Readonly<Record<number, string>> = {
  8: 'https://token.actions.githubusercontent.com',
  12: 'https://github.com/octo/demo',
  13: 'c'.repeat(40),
  14: 'refs/tags/v1.2.0',
  15: '11',
  17: '22',
};
const expected: ExpectedSigner = {
  ...{
    repository: 'octo/demo',
    repositoryId: 11,
    ownerId: 22,
    ref: 'refs/tags/v1.2.0',
    commit: 'c'.repeat(40),
  },
  workflow: undefined,
};
const judge = (
  changes: Readonly<Record<number, string | undefined>> = {},
  wanted: Partial<ExpectedSigner> = {},
) =>
  findOtherSigner(
    {
      identity: 'https://github.com/octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0',
      extension: (number) => ({ ...claims, ...changes })[number],
    },
    { ...expected, ...wanted },
  );

describe('findOtherSigner', () => {
  it('the workflow of the release is the expected signer', () => {
    expect(judge()).toBeUndefined();
    const workflow = 'octo/demo/.github/workflows/release.yml';
    expect(judge({}, { workflow })).toBeUndefined();
    expect(
      judge({}, { repository: 'Octo/Demo', repositoryId: undefined, ownerId: undefined }),
    ).toBeUndefined();
  });

  it('a repository that was renamed is known by its number', () => {
    expect(judge({ 12: 'https://github.com/octo/old-name' })).toBeUndefined();
  });

  it.each<[string, Readonly<Record<number, string | undefined>>, Partial<ExpectedSigner>, string]>([
    [
      'an issuer that is not GitHub',
      { 8: 'https://accounts.example' },
      {},
      'issued for https://accounts.example',
    ],
    ['a certificate without claims', { 8: undefined }, {}, 'issued for none'],
    [
      'a fork',
      { 12: 'https://github.com/mallory/demo', 15: '99' },
      {},
      'the repository https://github.com/mallory/demo instead',
    ],
    [
      'a fork, where the number is not known',
      { 12: 'https://github.com/mallory/demo' },
      { repositoryId: undefined },
      'instead of https://github.com/octo/demo',
    ],
    [
      'a re-created repository',
      { 15: '99' },
      {},
      'by ID 99, and octo/demo has ID 11: it was deleted and created again',
    ],
    ['another owner', { 17: '99' }, {}, 'owner by ID 99'],
    ['a branch', { 14: 'refs/heads/main' }, {}, 'refs/heads/main instead of refs/tags/v1.2.0'],
    ['a tag that was moved', { 13: 'd'.repeat(40) }, {}, 'and the tag points to cccc'],
    [
      'another workflow',
      {},
      { workflow: 'octo/demo/.github/workflows/publish.yml' },
      'instead of https://github.com/octo/demo/.github/workflows/publish.yml',
    ],
    [
      'a workflow whose name only begins the same',
      {},
      { workflow: 'octo/demo/.github/workflows/release.ym' },
      'The signer is',
    ],
  ])('%s is not the expected signer', (_what, changes, wanted, words) => {
    expect(judge(changes, wanted)).toContain(words);
  });
});
