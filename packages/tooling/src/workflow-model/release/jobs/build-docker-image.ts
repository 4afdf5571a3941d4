import { given, when } from '../../model/condition.ts';
import { text } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { releasedVersion } from '../releasing.ts';
import { buildPlatformImages } from './build-platform-images.ts';
import { versionBump } from './version-bump.ts';

export const buildDockerImage = defineJob({
  id: 'build-docker-image',
  comment: ['Joins the platforms into one image and signs every manifest keylessly, without a tag.'],
  needs: [versionBump, buildPlatformImages],
  condition: when(given(outputOf(buildPlatformImages, 'amd64'))),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: {
    contents: read('the time of the commit'),
    'id-token': write('the ID token for Sigstore'),
    packages: write('the image and its signatures on ghcr.io'),
  },
  outputs: passOn(
    'image',
    'digest',
    'platforms',
    'references',
    'verify-commands',
    'visibility',
    'result-markdown',
  ),
  steps: [
    {
      name: 'Join and sign the image',
      id: 'image',
      uses: own('docker-build-sign'),
      with: {
        mode: 'merge',
        version: releasedVersion,
        platforms: 'linux/amd64,linux/arm64',
        digests: text`
          ${outputOf(buildPlatformImages, 'amd64')}
          ${outputOf(buildPlatformImages, 'arm64')}
        `,
      },
    },
  ],
});
