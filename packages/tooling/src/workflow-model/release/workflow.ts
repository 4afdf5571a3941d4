import type { Workflow } from '../model/workflow.ts';
import { inputs } from './inputs.ts';
import { allJobs } from './parts.ts';

/** The workflow that users copy into their repository. */
export const releaseWorkflow: Workflow = {
  path: '.github/workflows/release.yml',
  name: 'release',
  comment: [
    'Releases a Python project. Copy this file into your repository unchanged; it contains no project-specific names.',
    '',
    'On a branch ("Run workflow") it bumps the version, commits and tags, and starts itself at the tag.',
    'At a tag (started by the bump, or pushed by hand) it builds once and publishes exactly those bytes. A tag that is not a release,',
    'such as "v1" or "stable", ends the run at once.',
    'When a person publishes a draft that it made, it verifies the files of the draft and publishes exactly those.',
    'A failed run is safe to re-run at any point: whatever already exists is compared and left unchanged.',
  ],
  triggers: {
    kind: 'started',
    dispatchInputs: inputs,
    // Which tags are releases is read from the project's tags: no pattern tells `v1.2.0` from `v1`.
    pushedTags: ['**'],
    publishedReleases: true,
  },
  permissionsComment: ['Each job declares the permissions it needs; a job that declares none gets none.'],
  concurrency: {
    comment: ['Releases of the same tag run one after the other; a running release is never canceled.'],
    group: 'release-${{ github.ref }}',
    cancelInProgress: false,
  },
  ownActions: { repository: 'slipway-actions/slipway', ref: 'v0' },
  jobs: allJobs,
};
