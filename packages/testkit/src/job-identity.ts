import type { JobIdentity } from '@slipway/emulated-github/jobs/identity';

/** For tests: a release job of a made-up project, running at a tag. Its workflow follows the repository, ref and commit. */
export function jobIdentity(changes: Partial<JobIdentity> = {}): JobIdentity {
  const {
    repository = 'octo/demo',
    ref = 'refs/tags/v1.2.0',
    sha = '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  } = changes;
  const workflowRef = `${repository}/.github/workflows/release.yml@${ref}`;
  return {
    repository,
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
    ref,
    sha,
    headRef: '',
    baseRef: '',
    actor: 'octocat',
    environment: undefined,
    permissions: { contents: 'read', 'id-token': 'write' },
    ...changes,
  };
}
