import { pypiHost } from '@slipway/core/pypi-hosts';
import { describe, expect, it } from 'vitest';
import { pypiRepository } from '../src/package-repository.ts';
import {
  assertCanPublish,
  describePublisher,
  listClaimWarnings,
  publisherFormUrl,
  readPublisherClaims,
} from '../src/trusted-publishing/publisher-claims.ts';

const claims = {
  repository: 'Octo/Demo',
  repository_owner_id: '7',
  job_workflow_ref: 'Octo/Demo/.github/workflows/release.yml@refs/tags/v1.0',
  workflow_ref: 'Octo/Demo/.github/workflows/release.yml@refs/tags/v1.0',
  environment: 'pypi',
  event_name: 'workflow_dispatch',
  ref: 'refs/tags/v1.0',
};

describe('publisher claims', () => {
  it('the publisher form is filled from the claims in their original case', () => {
    const form = describePublisher(readPublisherClaims(claims));
    expect(form).toEqual({ owner: 'Octo', repository: 'Demo', workflow: 'release.yml', environment: 'pypi' });
    expect(publisherFormUrl(pypiRepository, form, { name: 'demo', exists: true })).toBe(
      `https://${pypiHost}/manage/project/demo/settings/publishing/?provider=github&owner=Octo&repository=Demo&workflow_filename=release.yml&environment=pypi`,
    );
    expect(publisherFormUrl(pypiRepository, form, { name: 'demo', exists: false })).toBe(
      `https://${pypiHost}/manage/account/publishing/?provider=github&owner=Octo&repository=Demo&workflow_filename=release.yml&environment=pypi&project_name=demo`,
    );
  });
  it.each([
    [
      'a pull_request_target event',
      { event_name: 'pull_request_target' },
      'started by "pull_request_target"',
    ],
    [
      'a called workflow of a different repository',
      { job_workflow_ref: 'other/ci/.github/workflows/publish.yml@refs/heads/main' },
      'in a workflow of a different repository',
    ],
    [
      'a called workflow of the same repository',
      { job_workflow_ref: 'Octo/Demo/.github/workflows/publish.yml@refs/heads/main' },
      'in the called workflow publish.yml, but the run was started by release.yml',
    ],
  ])('%s is rejected', (_name, change, message) => {
    expect(() => assertCanPublish(readPublisherClaims({ ...claims, ...change }))).toThrow(message);
  });
  it('an owner in a different case is accepted', () => {
    const other = { ...claims, job_workflow_ref: claims.job_workflow_ref.toLowerCase() };
    expect(() => assertCanPublish(readPublisherClaims(other))).not.toThrow();
  });
  it('a missing claim is named', () => {
    expect(() => readPublisherClaims({ ...claims, repository_owner_id: 7 })).toThrow('"repository_owner_id"');
  });
  it('a missing environment and a pull request lead to warnings', () => {
    const plain = readPublisherClaims({ ...claims, environment: undefined, event_name: 'pull_request' });
    expect(listClaimWarnings(plain, describePublisher(plain))).toEqual([
      expect.stringContaining('no environment'),
      expect.stringContaining('pull request'),
    ]);
    const good = readPublisherClaims(claims);
    expect(listClaimWarnings(good, describePublisher(good))).toEqual([]);
  });
});
