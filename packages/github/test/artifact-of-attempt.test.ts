import { describe, expect, it } from 'vitest';
import { type Answers, fetchFrom as fetch, openFolder, serve, stored } from './artifact-server.ts';
import { createZip } from './zip.ts';

describe('artifacts of a run with several attempts', () => {
  it('an artifact is requested by the IDs of the attempt and the job that stored it', async () => {
    const service = await serve(createZip([{ name: 'a.whl' }]));
    await fetch(service, await openFolder());
    expect(service.messages).toEqual([
      {
        workflow_run_backend_id: 'run',
        workflow_job_run_backend_id: 'job',
        name_filter: 'python-dist',
      },
      {
        workflow_run_backend_id: 'attempt-1',
        workflow_job_run_backend_id: 'build',
        name: 'python-dist',
      },
    ]);
  });

  it('the artifact of the latest attempt is used regardless of list order', async () => {
    const archive = createZip([{ name: 'a.whl' }]);
    const of = (attempt: string, number: string) => ({
      name: 'python-dist',
      workflowRunBackendId: attempt,
      workflowJobRunBackendId: 'build',
      databaseId: number,
      createdAt: '2026-01-01T00:00:00Z',
    });
    const artifacts = [of('attempt-2', '9'), of('attempt-3', '10'), of('attempt-1', '8')];
    const service = await serve(archive, { listed: { artifacts } });
    await fetch(service, await openFolder());
    expect(service.messages[1]).toMatchObject({ workflow_run_backend_id: 'attempt-3' });
  });

  it('a missing artifact is reported as absent rather than expired', async () => {
    const service = await serve(createZip([{ name: 'a.whl' }]), { listed: { artifacts: [] } });
    await expect(fetch(service, await openFolder())).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT_ABSENT',
      message: expect.stringMatching(/no artifact "python-dist".*90 days/),
      hint: expect.stringContaining('start a new run at the tag'),
    });
  });

  it.each<[string, Answers]>([
    ['is marked as expired', { listed: { artifacts: [{ ...stored, name: 'python-dist', expired: true }] } }],
    ['has no signed URL', { signedStatus: 404, signed: { code: 'not_found', msg: 'artifact not found' } }],
    ['is gone', { signedStatus: 410, signed: { message: 'Artifact has expired' } }],
    ['has lost its content', { archiveStatus: 404 }],
  ])('an artifact that %s is reported as expired with a hint', async (_, answers) => {
    const service = await serve(createZip([{ name: 'a.whl' }]), answers);
    await expect(fetch(service, await openFolder())).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT_EXPIRED',
      message: expect.stringMatching(/has expired.*90 days/),
      hint: expect.stringContaining('start a new run at the tag'),
    });
  });

  it('an artifact of an unknown attempt is not reported as expired', async () => {
    const signed = { code: 'not_found', msg: 'workflow run not found' };
    const service = await serve(createZip([{ name: 'a.whl' }]), { signedStatus: 404, signed });
    await expect(fetch(service, await openFolder())).rejects.toMatchObject({
      code: 'E_GITHUB_ARTIFACT',
      message: expect.stringMatching(/GetSignedArtifactURL with 404: .*workflow run not found/),
    });
  });
});
