import { at, when } from '../../model/condition.ts';
import { defineJob } from '../../model/job.ts';
import { read } from '../../model/permissions.ts';
import { passOn } from '../../model/reference.ts';
import { noted, own } from '../../model/step.ts';
import { checkout } from '../steps.ts';
import { distArtifact, refName } from '../values.ts';

export const buildPythonPackage = defineJob({
  id: 'build-python-package',
  condition: when(at('tag')),
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 30,
  permissions: { contents: read('the tagged sources') },
  outputs: passOn('build', 'files', 'name', 'version', 'is-prerelease'),
  steps: [
    checkout('history'),
    {
      name: 'Build the package',
      id: 'build',
      uses: own('python-build'),
      with: {
        version: noted(refName, 'Fails unless the files have the version that the tag names.'),
        'artifact-name': distArtifact,
      },
    },
  ],
});
