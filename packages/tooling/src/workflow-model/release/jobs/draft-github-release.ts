import { afterSuccessOf, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { write } from '../../model/permissions.ts';
import { outputOf, passOn } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { builtArtifacts } from '../built-files.ts';
import { releasedFiles } from '../released-files.ts';
import { releasedPath, releasedTag } from '../releasing.ts';
import { checkout } from '../steps.ts';
import { indexUrl, passportArtifact, prereleaseMark, staysDraft } from '../values.ts';
import { buildPythonPackage } from './build-python-package.ts';
import { buildWheels } from './build-wheels.ts';
import { signPassport } from './sign-passport.ts';
import { versionBump } from './version-bump.ts';

export const draftGithubRelease = defineJob({
  id: 'draft-github-release',
  comment: [
    'Reversible steps run before the first irreversible one. A run that a person is to approve by publishing the draft ends here. A',
    'release that is published already is compared with the files, and nothing of it is changed.',
  ],
  needs: [versionBump, buildPythonPackage, buildWheels, signPassport],
  // Without it, a skipped job of the wheels or the image would skip this one, too.
  condition: when(...afterSuccessOf(signPassport)),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 15,
  permissions: { contents: write('the draft and its assets') },
  outputs: passOn('draft', 'draft', 'prerelease'),
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
          releasedFiles,
          'The digests from the jobs that built: a missing, unexpected or different file stops the release.',
        ),
      },
    },
    {
      name: 'Draft the release',
      id: 'draft',
      uses: own('release-notes'),
      with: {
        tag: releasedTag,
        path: releasedPath,
        assets: 'dist/*',
        digests: releasedFiles,
        'extra-artifacts': passportArtifact,
        'extra-digests': outputOf(signPassport, 'files'),
        draft: staysDraft,
        index: indexUrl,
        prerelease: prereleaseMark,
        phase: 'draft',
      },
    },
  ],
});
