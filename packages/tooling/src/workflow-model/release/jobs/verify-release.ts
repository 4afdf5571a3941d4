import { afterSuccessOf, equal, when } from '../../model/condition.ts';
import { folded } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { passportArtifact, toJson } from '../values.ts';
import { createGithubRelease } from './create-github-release.ts';
import { promoteDockerImage } from './promote-docker-image.ts';
import { publishToGithubPackages } from './publish-to-github-packages.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { signPassport } from './sign-passport.ts';

export const verifyRelease = defineJob({
  id: 'verify-release',
  comment: [
    'The last check: compares what every channel serves with the passport, and signs a verification summary for each channel.',
  ],
  needs: [signPassport, publishToPypi, publishToGithubPackages, createGithubRelease, promoteDockerImage],
  condition: when(
    ...afterSuccessOf(createGithubRelease),
    equal(outputOf(createGithubRelease, 'draft'), 'false'),
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: {
    contents: read('the assets of the release'),
    'id-token': write('the ID token for Sigstore'),
    attestations: write('stores a verification summary for each channel'),
  },
  outputs: passOn('verify', 'verification', 'result-markdown'),
  steps: [
    {
      name: 'Compare every channel with the passport',
      id: 'verify',
      uses: own('passport'),
      with: {
        mode: 'verify',
        digests: outputOf(signPassport, 'files'),
        'artifact-name': passportArtifact,
        evidence: folded`
          {"release": ${toJson(createGithubRelease)},
          "pypi": ${toJson(publishToPypi)},
          "github-packages": ${toJson(publishToGithubPackages)},
          "image": ${toJson(promoteDockerImage)}}
        `,
      },
    },
  ],
});
