import { afterSuccessOf, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { releasedPath, releasedTag } from '../releasing.ts';
import { checkout } from '../steps.ts';
import { distArtifact, passportArtifact, prereleaseMark } from '../values.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { signPassport } from './sign-passport.ts';
import { versionBump } from './version-bump.ts';

const builtFiles = outputOf(buildPythonPackage, 'files');

export const draftGithubRelease = defineJob({
  id: 'draft-github-release',
  comment: ['Reversible steps run before the first irreversible one.'],
  needs: [versionBump, buildPythonPackage, signPassport],
  // Without it, a skipped job of the image would skip this one, too.
  condition: when(...afterSuccessOf(signPassport)),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 15,
  permissions: { contents: write('the draft and its assets') },
  steps: [
    checkout('history'),
    {
      name: 'Write checksums',
      uses: own('checksums'),
      with: {
        'artifact-name': distArtifact,
        'base-dir': 'dist',
        files: '*',
        digests: noted(
          builtFiles,
          'The digests from the build job: a missing, unexpected or different file stops the release.',
        ),
      },
    },
    {
      name: 'Draft the release',
      uses: own('release-notes'),
      with: {
        tag: releasedTag,
        path: releasedPath,
        assets: 'dist/*',
        digests: builtFiles,
        'extra-artifacts': passportArtifact,
        'extra-digests': outputOf(signPassport, 'files'),
        prerelease: prereleaseMark,
        phase: 'draft',
      },
    },
  ],
});
