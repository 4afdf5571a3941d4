import { afterSuccessOf, when } from '../../model/condition.ts';
import { expression, folded } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn, received } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { releasedFiles } from '../released-files.ts';
import { releasedImage } from '../released-image.ts';
import { releasedPath, releasedTag } from '../releasing.ts';
import { prereleaseMark, toJson } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { draftGithubRelease } from './draft-github-release.ts';
import { publishToGithubPackages } from './publish-to-github-packages.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { signPassport } from './sign-passport.ts';
import { versionBump } from './version-bump.ts';

export const createGithubRelease = defineJob({
  id: 'create-github-release',
  needs: [
    versionBump,
    buildPythonPackage,
    buildWheels,
    buildDockerImage,
    signPassport,
    draftGithubRelease,
    publishToPypi,
    publishToGithubPackages,
  ],
  condition: when(...afterSuccessOf(draftGithubRelease)),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 15,
  permissions: { contents: write('the release') },
  outputs: passOn('release', 'url', 'assets', 'draft', 'prerelease', 'image-digest', 'result-markdown'),
  steps: [
    {
      name: 'Publish the release',
      id: 'release',
      uses: own('release-notes'),
      with: {
        tag: releasedTag,
        path: releasedPath,
        digests: releasedFiles,
        'extra-digests': outputOf(signPassport, 'files'),
        draft: outputOf(draftGithubRelease, 'draft'),
        prerelease: prereleaseMark,
        evidence: folded`
          {"pypi": ${toJson(publishToPypi)},
          "github-packages": ${toJson(publishToGithubPackages)},
          "image": ${releasedImage},
          "provenance": {"url": ${expression`toJSON(${outputOf(signPassport, 'attestation-url')})`},
          "signer": ${expression`toJSON(${outputOf(signPassport, 'signer')})`}}}
        `,
        phase: 'publish',
        handover: received,
      },
    },
  ],
});
