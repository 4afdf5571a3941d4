import { afterFailure, when } from '../../model/condition.ts';
import { expression, type Text } from '../../model/expression.ts';
import { defineJob, type Job } from '../../model/job.ts';
import { outputOf, resultOf } from '../../model/reference.ts';
import { input } from '../inputs.ts';
import { releasedTag } from '../releasing.ts';
import { readScript } from '../steps.ts';
import { indexTitle } from '../values.ts';
import { buildDockerImage } from './build-docker-image.ts';
import { buildPlatformImages } from './build-platform-images.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { createGithubRelease } from './create-github-release.ts';
import { draftGithubRelease } from './draft-github-release.ts';
import { promoteDockerImage } from './promote-docker-image.ts';
import { publishToGithubPackages } from './publish-to-github-packages.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { signPassport } from './sign-passport.ts';
import { verifyRelease } from './verify-release.ts';
import { versionBump } from './version-bump.ts';

const watched: readonly Job[] = [
  versionBump,
  buildPythonPackage,
  buildWheels,
  buildPlatformImages,
  buildDockerImage,
  signPassport,
  draftGithubRelease,
  publishToPypi,
  publishToGithubPackages,
  createGithubRelease,
  promoteDockerImage,
  verifyRelease,
];

/** One line per job: its id and its result. */
const listResults = (jobs: readonly Job[]): Text => ({
  kind: 'text',
  style: 'literal',
  lines: jobs.map((job) => [`${job.id} `, resultOf(job)]),
});

const promoted = resultOf(promoteDockerImage);

export const notifyFailure = defineJob({
  id: 'notify-failure',
  needs: watched,
  condition: when(afterFailure),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 5,
  permissions: {},
  steps: [
    {
      name: 'Summarize what failed',
      run: readScript('summarize-failure'),
      env: {
        REF: expression`${releasedTag} || github.ref_name`,
        REF_TYPE: expression`github.ref_type`,
        RUN: '${{ github.server_url }}/${{ github.repository }}/actions/runs/${{ github.run_id }}',
        JOBS: listResults(watched),
        INDEX: indexTitle,
        PYPI: resultOf(publishToPypi),
        PYPI_MARKDOWN: outputOf(publishToPypi, 'result-markdown'),
        PYPI_SKIPPED: expression`
          ${input('index')} != 'testpypi' && (${input('prerelease')} || ${outputOf(buildPythonPackage, 'is-prerelease')} == 'true')
          && 'pre-releases do not go to PyPI' || 'nothing uploaded'
        `,
        PACKAGES: resultOf(publishToGithubPackages),
        PACKAGES_MARKDOWN: outputOf(publishToGithubPackages, 'result-markdown'),
        IMAGE: expression`
          (${promoted} == 'skipped' || ${promoted} == 'cancelled')
          && ${resultOf(buildDockerImage)} || ${promoted}
        `,
        IMAGE_MARKDOWN: expression`${outputOf(promoteDockerImage, 'result-markdown')} || ${outputOf(buildDockerImage, 'result-markdown')}`,
        RELEASE: resultOf(createGithubRelease),
        // A person who publishes the draft has published the release itself.
        RELEASE_SKIPPED: expression`github.event_name == 'release' && 'published by hand' || 'not published'`,
        RELEASE_MARKDOWN: outputOf(createGithubRelease, 'result-markdown'),
      },
    },
  ],
});
