import { equal, explained, fileExists, when } from '../../model/condition.ts';
import { expression } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { stepOutput } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { isBuilding, releasedPath, releasedVersion } from '../releasing.ts';
import { checkout } from '../steps.ts';
import { versionBump } from './version-bump.ts';

const digest = stepOutput('image', 'digest');

export const buildPlatformImages = defineJob({
  id: 'build-platform-images',
  comment: [
    'The container image, for projects that have a Dockerfile. Each platform is built on a native runner, without emulation,',
    "and pushed by digest, without a tag, so that nobody pulls it yet. The steps of the Dockerfile run in BuildKit's sandbox,",
    "which has neither the job's token nor its variables. These jobs cannot sign.",
  ],
  needs: [versionBump],
  condition: explained(
    when(...isBuilding, equal(releasedPath, '.')),
    'A package of a monorepo has no image: its versions would replace each other.',
  ),
  matrix: [
    { platform: 'linux/amd64', runner: 'ubuntu-24.04' },
    { platform: 'linux/arm64', runner: 'ubuntu-24.04-arm' },
  ],
  runsOn: '${{ matrix.runner }}',
  timeoutMinutes: 60,
  permissions: {
    contents: read('the tagged sources'),
    packages: write('the image on ghcr.io'),
  },
  outputs: {
    amd64: expression`matrix.platform == 'linux/amd64' && ${digest} || ''`,
    arm64: expression`matrix.platform == 'linux/arm64' && ${digest} || ''`,
  },
  steps: [
    checkout('commit'),
    {
      name: 'Build the image of one platform',
      id: 'image',
      condition: when(fileExists('Dockerfile')),
      uses: own('docker-build-sign'),
      with: {
        mode: 'stage',
        version: releasedVersion,
        platforms: '${{ matrix.platform }}',
        sign: noted(false, 'The next job signs the joined image. It runs no project code.'),
      },
    },
  ],
});
