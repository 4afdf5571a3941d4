import { afterSuccessOf, explained, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { builtFiles } from '../built-files.ts';
import { passportArtifact } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';

export const signPassport = defineJob({
  id: 'sign-passport',
  comment: [
    'Signs one statement about everything that was built, by digest: the passport of the release. It is made before anything is',
    'public, in a job that runs nothing of the project and downloads no file, and verifies every channel later.',
  ],
  needs: [buildPythonPackage, buildWheels, buildDockerImage],
  condition: explained(
    when(...afterSuccessOf(buildPythonPackage)),
    'Projects without wheels of their own for each platform, or without an image, skip these jobs and continue.',
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: {
    'id-token': write('the ID token for Sigstore'),
    attestations: write('stores the passport as an attestation of the repository'),
  },
  outputs: passOn('passport', 'files', 'attestation-url', 'signer'),
  steps: [
    {
      name: 'Sign the passport',
      id: 'passport',
      uses: own('passport'),
      with: {
        digests: builtFiles,
        image: outputOf(buildDockerImage, 'references'),
        platforms: outputOf(buildDockerImage, 'platforms'),
        'artifact-name': passportArtifact,
      },
    },
  ],
});
