import { afterSuccessOf, either, equal, unequal, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { builtArtifacts } from '../built-files.ts';
import { releasedFiles } from '../released-files.ts';
import { hasIndex, indexEnvironment, indexUrl, isTestIndex } from '../values.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { draftGithubRelease } from './draft-github-release.ts';
import { signPassport } from './sign-passport.ts';

export const publishToPypi = defineJob({
  id: 'publish-to-pypi',
  comment: [
    'The point of no return: an upload to PyPI cannot be undone. Only stable releases reach it; TestPyPI takes pre-releases, too. The',
    'environment can require a review. The job can mint an ID token, so it has no checkout, no build and no other step.',
  ],
  needs: [buildPythonPackage, buildWheels, signPassport, draftGithubRelease],
  condition: when(
    ...afterSuccessOf(draftGithubRelease),
    equal(outputOf(draftGithubRelease, 'draft'), 'false'),
    hasIndex,
    either(
      [isTestIndex],
      [
        unequal(outputOf(buildPythonPackage, 'is-prerelease'), 'true'),
        equal(outputOf(draftGithubRelease, 'prerelease'), 'false'),
      ],
    ),
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 60,
  environment: { names: ['pypi', 'testpypi'], name: indexEnvironment },
  permissions: { 'id-token': write('the ID token for PyPI and Sigstore') },
  outputs: passOn('publish', 'files', 'published', 'publication', 'urls', 'result-markdown'),
  steps: [
    {
      name: 'Publish to PyPI',
      id: 'publish',
      uses: own('pypi-publish'),
      with: {
        'artifact-name': builtArtifacts,
        digests: releasedFiles,
        'repository-url': indexUrl,
      },
    },
  ],
});
