import type { JobIdentity } from '../../src/identity.ts';

/** A release job of a made-up project, running at a tag. */
export function jobIdentity(changes: Partial<JobIdentity> = {}): JobIdentity {
  const workflowRef = 'octo/demo/.github/workflows/release.yml@refs/tags/v1.2.0';
  const sha = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567';
  return {
    repository: 'octo/demo',
    runId: 7001,
    runNumber: 12,
    runAttempt: 1,
    jobId: 'build-python-package',
    checkRunId: 90_001,
    workflow: 'release',
    workflowRef,
    workflowSha: sha,
    jobWorkflowRef: workflowRef,
    jobWorkflowSha: sha,
    eventName: 'push',
    ref: 'refs/tags/v1.2.0',
    sha,
    headRef: '',
    baseRef: '',
    actor: 'octocat',
    environment: undefined,
    permissions: { contents: 'read', 'id-token': 'write' },
    ...changes,
  };
}
