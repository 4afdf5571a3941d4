import { afterSuccessOf, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { builtArtifacts, builtFiles } from '../built-files.ts';
import { releasedPath, releasedTag } from '../releasing.ts';
import { checkout } from '../steps.ts';
import { passportArtifact, prereleaseMark } from '../values.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { signPassport } from './sign-passport.ts';
import { versionBump } from './version-bump.ts';

export const draftGithubRelease = defineJob({
  id: 'draft-github-release',
  comment: ['Reversible steps run before the first irreversible one.'],
  needs: [versionBump, buildPythonPackage, buildWheels, signPassport],
  // Without it, a skipped job of the wheels or the image would skip this one, too.
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
        'artifact-name': builtArtifacts,
        'base-dir': 'dist',
        files: '*',
        digests: noted(
          builtFiles,
          'The digests from the jobs that built: a missing, unexpected or different file stops the release.',
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
