import { afterSuccessOf, equal, explained, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { read, write } from '../../model/permissions.ts';
import { outputOf, passOn, received } from '../../model/reference.ts';
import { own } from '../../model/step.ts';
import { builtArtifacts } from '../built-files.ts';
import { releasedFiles } from '../released-files.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { draftGithubRelease } from './draft-github-release.ts';
import { publishToPypi } from './publish-to-pypi.ts';
import { signPassport } from './sign-passport.ts';

export const publishToGithubPackages = defineJob({
  id: 'publish-to-github-packages',
  comment: [
    'GitHub Packages has no Python index. Its container registry stores the exact files under their digests.',
  ],
  needs: [buildPythonPackage, buildWheels, signPassport, draftGithubRelease, publishToPypi],
  condition: explained(
    when(...afterSuccessOf(draftGithubRelease), equal(outputOf(draftGithubRelease, 'draft'), 'false')),
    'Releases that do not go to PyPI skip that job and continue.',
  ),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: {
    packages: write('the package on ghcr.io'),
    contents: read('the time of the commit, so that a re-run writes the same bytes'),
  },
  outputs: passOn(
    'publish',
    'files',
    'index-digest',
    'package-url',
    'visibility',
    'install-command',
    'install-markdown',
    'result-markdown',
  ),
  steps: [
    {
      name: 'Publish to GitHub Packages',
      id: 'publish',
      uses: own('github-packages-publish'),
      with: {
        'artifact-name': builtArtifacts,
        digests: releasedFiles,
        handover: received,
      },
    },
  ],
});
