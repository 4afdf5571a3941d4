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
    'The point of no return: an upload to PyPI cannot be undone. Only stable releases reach this job. Its environment "pypi"',
    'can require a review. The job can mint an ID token, so it has no checkout, no build and no other step.',
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
  permissions: { 'id-token': write('the ID token for PyPI and Sigstore') },
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
