import { afterSuccessOf, equal, given, when } from '../../model/condition.ts';
import { expression } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { releasedVersion } from '../releasing.ts';
import { createGithubRelease } from './create-github-release.ts';
import { versionBump } from './version-bump.ts';

export const promoteDockerImage = defineJob({
  id: 'promote-docker-image',
  comment: [
    'Tags the image as the last step: "1.2.0", and the floating tags "1.2", "1" and "latest", which only move forward.',
  ],
  needs: [versionBump, createGithubRelease],
  condition: when(
    ...afterSuccessOf(createGithubRelease),
    given(outputOf(createGithubRelease, 'image-digest')),
    equal(outputOf(createGithubRelease, 'draft'), 'false'),
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 15,
  permissions: { packages: write('the tags on ghcr.io') },
  outputs: passOn('promote', 'references', 'digest', 'platforms', 'result-markdown'),
  steps: [
    {
      name: 'Tag the image',
      id: 'promote',
      uses: own('docker-build-sign'),
      with: {
        mode: 'promote',
        version: releasedVersion,
        // A public release keeps its image: a later attempt may have built a different one.
        digests: outputOf(createGithubRelease, 'image-digest'),
        prerelease: expression`${outputOf(createGithubRelease, 'prerelease')} == 'true' && 'true' || 'auto'`,
      },
    },
  ],
});
