import { afterSuccessOf, when } from '../../model/condition.ts';
import { expression } from '../../model/expression.ts';
import { defineJob } from '../../model/job.ts';
import { outputOf } from '../../model/reference.ts';
import { input } from '../inputs.ts';
import { readScript } from '../steps.ts';
import { indexTitle } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { createGithubRelease } from './create-github-release.ts';
import { promoteDockerImage } from './promote-docker-image.ts';
import { publishToGithubPackages } from './publish-to-github-packages.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { verifyRelease } from './verify-release.ts';

const draft = input('draft');
const prerelease = input('prerelease');
const versionIsPrerelease = outputOf(buildPythonPackage, 'is-prerelease');

export const notifySuccess = defineJob({
  id: 'notify-success',
  needs: [
    buildPythonPackage,
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
        DONE: expression`${draft} && 'Drafted' || 'Released'`,
        NAME: outputOf(buildPythonPackage, 'name'),
        VERSION: outputOf(buildPythonPackage, 'version'),
        INDEX: indexTitle,
        PYPI: expression`
          ${outputOf(publishToPypi, 'result-markdown')}
          || ${draft} && '– drafts are not uploaded'
          || ${input('index')} == 'none' && '– not chosen for this release'
          || (${prerelease} || ${versionIsPrerelease} == 'true') && '– pre-releases do not go to PyPI'
          || '– skipped'
        `,
        PACKAGES: expression`
          ${outputOf(publishToGithubPackages, 'result-markdown')}
          || ${draft} && '– drafts do not go to GitHub Packages' || '– skipped'
        `,
        IMAGE: expression`${outputOf(promoteDockerImage, 'result-markdown')} || ${outputOf(buildDockerImage, 'result-markdown')}`,
        RELEASE: outputOf(createGithubRelease, 'result-markdown'),
        VERIFIED: outputOf(verifyRelease, 'result-markdown'),
      },
    },
  ],
});
