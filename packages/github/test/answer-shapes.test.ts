import { ActionError } from '@slipway/core/errors/action-error';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { createTagObject, findTag } from '../src/commits/commit-objects.ts';
import { updateRefs } from '../src/commits/ref-updates.ts';
import { createTreeReader, listTreeFiles } from '../src/commits/tree-entries.ts';
import { listCommits, listCommitsBetween, readCommit } from '../src/commits.ts';
import { ensureDraft, findReleases, listReleases, publishRelease, readReleaseById } from '../src/releases.ts';
import { listForbiddingRules } from '../src/repository/branch-rules.ts';
import { ensurePullRequest } from '../src/repository/pull-requests.ts';
import { findRef, listTags, type Repository, readRepository } from '../src/repository.ts';
import { dispatchWorkflow } from '../src/workflows/workflow-dispatch.ts';
import { answering } from './answering.ts';

const sha = 'a'.repeat(40);

const draft = {
  tagName: 'v1',
  compose: () => ({ name: 'v1', body: 'text' }),
  prerelease: false,
  marker: 'text',
};
const calls: Readonly<Record<string, (repository: Repository) => Promise<unknown>>> = {
  readRepository: (repository) => readRepository(repository),
  listTreeFiles: (repository) => listTreeFiles(repository, sha),
  findRef: (repository) => findRef(repository, 'heads/main'),
  readCommit: (repository) => readCommit(repository, 'main'),
  listTags: (repository) => listTags(repository),
  listCommitsBetween: (repository) => listCommitsBetween(repository, 'v1', 'main'),
  listCommits: (repository) => listCommits(repository, 'main', 10),
  listForbiddingRules: (repository) => listForbiddingRules(repository, 'main'),
  findReleases: (repository) => findReleases(repository, 'v1'),
  readReleaseById: (repository) => readReleaseById(repository, 1),
  listReleases: (repository) => listReleases(repository, 10),
  ensureDraft: (repository) => ensureDraft(repository, draft),
  publishRelease: (repository) => publishRelease(repository, 1, { prerelease: false, makeLatest: true }),
  findTag: (repository) => findTag(repository, 'v1'),
  createTagObject: (repository) => createTagObject(repository, { name: 'v1', message: 'v1' }, sha),
  ensurePullRequest: (repository) =>
    ensurePullRequest(repository, { head: 'release', base: 'main', title: 't', body: 'b' }),
  updateRefs: (repository) => updateRefs(repository, [{ ref: 'refs/heads/main', before: sha, after: sha }]),
  readTree: (repository) => createTreeReader(repository, sha).find('a/b'),
  dispatchWorkflow: (repository) =>
    dispatchWorkflow(repository, { workflow: 'release.yml', ref: 'refs/tags/v1', sha }, createManualClock()),
};
const bodies = [
  'null',
  '{}',
  '"x"',
  '7',
  'true',
  '[null]',
  '["x"]',
  '[{}]',
  '{"data":null}',
  '{"data":7}',
  '{"object":null}',
  '{"tree":[null]}',
  '{"errors":7}',
  '{"assets":{}}',
  '{"id":1',
  '<html>Sorry</html>',
  '',
];

describe('malformed responses from GitHub', () => {
  it.each(Object.keys(calls))(
    'a malformed response to %s produces one error that names the request',
    async (name) => {
      for (const body of bodies) {
        const failure = await calls[name]?.(await answering(body)).then(
          () => `${body}: accepted`,
          (error: unknown) => error,
        );
        expect([body, failure]).toEqual([body, expect.any(ActionError)]);
        expect(failure).toMatchObject({
          code: expect.stringMatching(/^E_(?:HTTP_MALFORMED|GITHUB_DISPATCH)$/),
          message: expect.stringMatching(/(?:GET|POST|PATCH) http|answered 200/),
        });
      }
    },
  );

  it('an empty list is accepted only where a list is documented', async () => {
    await expect(readRepository(await answering('[]'))).rejects.toMatchObject({
      code: 'E_HTTP_MALFORMED',
    });
    await expect(listTags(await answering('[]'))).resolves.toEqual([]);
  });

  it.each([['{"message":7,"errors":{"a":1}}'], ['{"errors":[null,7,"x",{"message":{}}]}'], ['null'], ['[]']])(
    'the malformed error body %s is reported as a rejected request',
    async (body) => {
      await expect(readRepository(await answering(body, 422))).rejects.toMatchObject({
        code: 'E_GITHUB_REFUSED',
      });
    },
  );
});

describe('GitHub permission errors', () => {
  it.each([
    [
      403,
      'Although you appear to have the correct authorization credentials, the `octo` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
      /IP allow list/,
    ],
    [
      403,
      'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
      /single sign-on/,
    ],
    [403, 'Sorry. Your account was suspended.', /reinstated/],
    [451, 'Repository access blocked', /Contact GitHub Support/],
    [403, 'Repository was archived so is read-only.', /Unarchive/],
    [403, 'Something that nobody knows yet.', /GitHub's words above say why/],
  ])('a %i response quotes GitHub and gives a matching hint: %s', async (status, message, hint) => {
    const repository = await answering(JSON.stringify({ message }), status, {
      'x-accepted-github-permissions': 'contents=read',
    });
    const failure = await readRepository(repository).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'E_GITHUB_PERMISSION',
      message: expect.stringContaining(message.slice(0, 60)),
      hint: expect.stringMatching(hint),
    });
    expect((failure as ActionError).hint).not.toMatch(/^Add "contents: read"/);
  });

  it('a missing permission is named in the hint', async () => {
    const repository = await answering('{"message":"Resource not accessible by integration"}', 403, {
      'x-accepted-github-permissions': 'contents=read',
    });
    await expect(readRepository(repository)).rejects.toMatchObject({
      hint: 'Add "contents: read" to the "permissions" of the job.',
    });
  });
});
