import { either, explained, succeeded, when } from '../../model/condition.ts';
import { expression } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { builtFiles } from '../built-files.ts';
import { hasReleaseFiles } from '../releasing.ts';
import { passportArtifact } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { versionBump } from './version-bump.ts';

export const signPassport = defineJob({
  id: 'sign-passport',
  comment: [
    'Signs one statement about everything that was built, by digest: the passport of the release. It is made before anything is',
    'public, in a job that runs nothing of the project, and verifies every channel later. When a person published the draft, nothing was',
    'built: every asset is compared with the passport among them, and later jobs get exactly those files.',
  ],
  needs: [versionBump, buildPythonPackage, buildWheels, buildDockerImage],
  condition: explained(
    when({ is: 'unbroken' }, either([succeeded(buildPythonPackage)], [hasReleaseFiles])),
    'Projects without wheels of their own for each platform, or without an image, skip these jobs and continue.',
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: {
    'id-token': write('the ID token for Sigstore'),
    attestations: write('stores the passport as an attestation of the repository'),
    contents: read('the assets of a release that a person published'),
  },
  outputs: passOn('passport', 'files', 'distributions', 'image', 'attestation-url', 'signer'),
  steps: [
    {
      name: 'Sign the passport',
      id: 'passport',
      uses: own('passport'),
      with: {
        mode: expression`${outputOf(versionBump, 'from-release')} == 'true' && 'adopt' || 'sign'`,
        digests: builtFiles,
        image: outputOf(buildDockerImage, 'references'),
        platforms: outputOf(buildDockerImage, 'platforms'),
        'artifact-name': passportArtifact,
      },
    },
  ],
});
