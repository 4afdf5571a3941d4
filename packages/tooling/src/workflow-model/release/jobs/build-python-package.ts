import { when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { read } from '../../model/permissions.ts';
import { passOn } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { isBuilding, releasedPath, releasedVersion } from '../releasing.ts';
import { checkout } from '../steps.ts';
import { distArtifact } from '../values.ts';
import { versionBump } from './version-bump.ts';

export const buildPythonPackage = defineJob({
  id: 'build-python-package',
  needs: [versionBump],
  condition: when(...isBuilding),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: { contents: read('the tagged sources') },
  outputs: passOn('build', 'files', 'name', 'version', 'is-prerelease', 'native'),
  steps: [
    checkout('history'),
    {
      name: 'Build the package',
      id: 'build',
      uses: own('python-build'),
      with: {
        path: releasedPath,
        version: noted(releasedVersion, 'Fails unless the files have the version of the tag.'),
        native: noted(
          'auto',
          'A project with compiled parts gets only its sdist here, and its wheels from the next job.',
        ),
        'artifact-name': distArtifact,
      },
    },
  ],
});
