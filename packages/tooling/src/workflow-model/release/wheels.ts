import type { Workflow } from '../model/workflow.ts';
import { collectWheels, wheelArtifacts, wheelFiles, wheelLegs } from './jobs/wheel-legs.ts';
import { distArtifact } from './values.ts';

/** The workflow that builds the wheels of a project with compiled parts, one job for each platform. */
export const wheelsWorkflow: Workflow = {
  path: '.github/workflows/wheels.yml',
  name: 'wheels',
  comment: [
    'Builds the wheels of a project with compiled parts from its sdist: one job for each platform, each with outputs of its own.',
    'The release workflows call it for projects that need it. docs/native-wheels.md shows how to call it by itself.',
  ],
  triggers: {
    kind: 'called',
    inputs: {
      digests: {
        description: 'Output `files` of the job that built the sdist.',
        type: 'string',
        required: true,
      },
      'sdist-artifact': {
        description: 'Artifact that contains the sdist.',
        type: 'string',
        default: distArtifact,
      },
      legs: {
        description:
          'Builds to make, as cibuildwheel names them, one per line, such as `cp315-*`. Empty builds all.',
        type: 'string',
        default: '',
      },
    },
    outputs: {
      files: { description: 'The `files` lists of all jobs, one per line.', value: wheelFiles },
      'artifact-names': { description: 'The artifacts of all jobs, one per line.', value: wheelArtifacts },
    },
  },
  permissionsComment: [
    'No job needs a permission: each takes the sdist by its digest and stores what it built.',
  ],
  ownActions: 'own commit',
  jobs: [...wheelLegs, collectWheels],
};
