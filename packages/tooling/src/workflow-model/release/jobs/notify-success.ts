import { afterSuccessOf, when } from '../../model/condition.ts';
import { expression } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { outputOf } from '../../model/reference.ts';
import { input } from '../inputs.ts';
import { releasedVersion } from '../releasing.ts';
import { readScript } from '../steps.ts';
import { indexTitle } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { createGithubRelease } from './create-github-release.ts';
import { promoteDockerImage } from './promote-docker-image.ts';
import { publishToGithubPackages } from './publish-to-github-packages.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { verifyRelease } from './verify-release.ts';
import { versionBump } from './version-bump.ts';

const draft = outputOf(createGithubRelease, 'draft');

export const notifySuccess = defineJob({
  id: 'notify-success',
  needs: [
    versionBump,
    buildDockerImage,
    publishToPypi,
    publishToGithubPackages,
    createGithubRelease,
    promoteDockerImage,
    verifyRelease,
  ],
  condition: when(...afterSuccessOf(createGithubRelease)),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 5,
  permissions: {},
  steps: [
    {
      name: 'Summarize the release',
      run: readScript('summarize-release'),
      env: {
        DONE: expression`${draft} == 'true' && 'Drafted' || 'Released'`,
        NAME: expression`${outputOf(versionBump, 'name')} || github.event.repository.name`,
        VERSION: releasedVersion,
        INDEX: indexTitle,
        PYPI: expression`
          ${outputOf(publishToPypi, 'result-markdown')}
          || ${draft} == 'true' && '– when a person publishes the draft'
          || ${input('index')} == 'none' && '– not chosen for this release'
          || ${outputOf(createGithubRelease, 'prerelease')} == 'true' && '– pre-releases do not go to PyPI'
          || '– skipped'
        `,
        PACKAGES: {
          ...expression`
            ${outputOf(publishToGithubPackages, 'result-markdown')}
            || ${draft} == 'true' && '– when a person publishes the draft' || '– skipped'
          `,
          subject: outputOf(publishToGithubPackages, 'result-markdown'),
        },
        IMAGE: expression`${outputOf(promoteDockerImage, 'result-markdown')} || ${outputOf(buildDockerImage, 'result-markdown')}`,
        RELEASE: outputOf(createGithubRelease, 'result-markdown'),
        VERIFIED: outputOf(verifyRelease, 'result-markdown'),
      },
    },
  ],
});
