import { afterSuccessOf, equal, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { distArtifact, notDraft, notMarkedPrerelease } from '../values.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { draftGithubRelease } from './draft-github-release.ts';

export const publishToPypi = defineJob({
  id: 'publish-to-pypi',
  comment: [
    'The point of no return: an upload to PyPI cannot be undone. Only stable releases get here, behind the environment "pypi",',
    'which can require a review. This job has no checkout, no build and no other step, since it can mint an ID token.',
  ],
  needs: [buildPythonPackage, draftGithubRelease],
  condition: when(
    ...afterSuccessOf(draftGithubRelease),
    equal(outputOf(buildPythonPackage, 'is-prerelease'), 'false'),
    notDraft,
    notMarkedPrerelease,
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 60,
  environment: 'pypi',
  permissions: { 'id-token': write('the identity shown to PyPI and Sigstore') },
  outputs: passOn('publish', 'files', 'published', 'publication', 'urls', 'result-markdown'),
  steps: [
    {
      name: 'Publish to PyPI',
      id: 'publish',
      uses: own('pypi-publish'),
      with: { 'artifact-name': distArtifact, digests: outputOf(buildPythonPackage, 'files') },
    },
  ],
});
