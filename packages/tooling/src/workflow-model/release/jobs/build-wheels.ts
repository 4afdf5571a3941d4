import { equal, explained, when } from '../../model/condition.ts';
import { defineCall } from '../../model/job.ts';
import { outputOf } from '../../model/reference.ts';
import { wheelsWorkflow } from '../wheels.ts';
import { buildPythonPackage } from './build-python-package.ts';

export const buildWheels = defineCall(
  {
    id: 'build-wheels',
    comment: [
      'The wheels of a project with compiled parts, one job for each platform, from the sdist that is released.',
    ],
    needs: [buildPythonPackage],
    condition: explained(
      when(equal(outputOf(buildPythonPackage, 'native'), 'true')),
      'The build read the sources. A project without compiled parts has its wheel already.',
    ),
    permissions: {},
    calls: { workflow: wheelsWorkflow, with: { digests: outputOf(buildPythonPackage, 'files') } },
  },
  'files',
  'artifact-names',
);
