import { describe, expect, it } from 'vitest';
import { findUnusedRights, rightsOf } from '../../src/findings/permission-findings.ts';
import type { JobReport } from '../../src/report/report.ts';
import { readWorkflow, referenceText } from '../expectations/world.ts';
import { makeJob, makeStep } from '../support/reports.ts';

const { uses } = await readWorkflow(referenceText);

const job = (
  id: string,
  permissionsAsked: JobReport['permissionsAsked'],
  permissionsUsed: JobReport['permissionsUsed'],
  more: Partial<JobReport> = {},
): JobReport => makeJob(id, { permissionsAsked, permissionsUsed, steps: [], ...more });
const find = (
  jobs: readonly JobReport[],
  more: { isDraft?: boolean; isTagGiven?: boolean; notShown?: readonly string[] } = {},
) =>
  findUnusedRights({ jobs, uses, isDraft: false, notShown: [], ...more }).map(({ job: id, message }) => [
    id,
    /"([^"]+: \w+)"/.exec(message)?.[1],
  ]);
const skipped = { steps: [makeStep({ name: 'x', result: 'skipped' })] };

describe('findUnusedRights', () => {
  it('a permission that is never used, or only used for reading, is found', () => {
    expect(
      find([
        job('build-python-package', { contents: 'write', packages: 'read' }, { contents: 'read' }),
        job('publish-to-pypi', { 'id-token': 'write' }, { 'id-token': 'write' }),
      ]),
    ).toEqual([
      ['build-python-package', 'contents: write'],
      ['build-python-package', 'packages: read'],
    ]);
  });

  it('only the permissions for the version bump are exempt if the release began at a tag', () => {
    const asked = { contents: 'write', actions: 'write', issues: 'write' } as const;
    const bump = job('version-bump', asked, { contents: 'read' });
    expect(find([bump], { isTagGiven: true })).toEqual([['version-bump', 'issues: write']]);
    expect(find([bump])).toHaveLength(3);
  });

  it('only permissions whose use could not be observed are exempt', () => {
    const asked = { contents: 'read', packages: 'write', issues: 'write' } as const;
    const build = job('build-platform-images', asked, { contents: 'read' });
    expect(find([build], { notShown: ['build-platform-images'] })).toEqual([
      ['build-platform-images', 'issues: write'],
    ]);
    expect(find([{ ...build, ...skipped }])).toEqual([['build-platform-images', 'issues: write']]);
    // The reference signs elsewhere: its platform images need no identity, shown or not.
    expect(find([job('build-platform-images', { 'id-token': 'write' }, {}, skipped)])).toEqual([
      ['build-platform-images', 'id-token: write'],
    ]);
  });

  it('permissions that a draft does not need are not reported', () => {
    const release = job('create-github-release', { contents: 'write' }, { contents: 'read' });
    expect(find([release], { isDraft: true })).toEqual([]);
    expect(find([release])).toEqual([['create-github-release', 'contents: write']]);
  });

  it('the permissions used by an earlier attempt are counted', () => {
    const asked = { contents: 'write' } as const;
    const [first, second] = [
      job('draft-github-release', asked, { contents: 'write' }, { result: 'failure' }),
      job('draft-github-release', asked, { contents: 'read' }, { attempt: 2 }),
    ];
    expect(find([first, second])).toEqual([]);
    expect(find([second])).toEqual([['draft-github-release', 'contents: write']]);
  });

  it('a job that failed or did not run has no finding', () => {
    expect(find([job('publish-to-pypi', { 'id-token': 'write' }, {}, { result: 'failure' })])).toEqual([]);
  });

  it('each action needs the permissions of its mode', () => {
    const of = (action: string, inputs: Record<string, string | undefined> = {}) =>
      rightsOf({ action, inputs: new Map(Object.entries(inputs)) });
    expect(of('docker-build-sign', { mode: 'promote' })).toEqual({ packages: 'write' });
    expect(of('docker-build-sign', { mode: 'stage', sign: 'false' })).toEqual({
      packages: 'write',
      contents: 'read',
    });
    expect(of('docker-build-sign')).toMatchObject({ 'id-token': 'write' });
    expect(of('pypi-publish', { password: undefined })).toEqual({});
    expect(of('python-build')).toEqual({});
  });
});
