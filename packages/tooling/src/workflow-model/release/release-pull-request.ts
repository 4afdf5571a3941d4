import { expression } from '../model/expression.ts';
import { defineJob } from '../model/job.ts';
import { read, write } from '../model/permissions.ts';
import { outputOf, passOn, type Reference } from '../model/reference.ts';
import { own } from '../model/step.ts';
import type { Workflow, WorkflowInput } from '../model/workflow.ts';
import { inputs as releaseInputs } from './inputs.ts';
import { checkout } from './steps.ts';
import { tagFormat } from './values.ts';

const inputs = {
  bump: {
    description: releaseInputs.bump.description,
    type: 'string',
    default: releaseInputs.bump.default,
  },
  version: releaseInputs.version,
  package: releaseInputs.package,
  'require-checks': {
    description: releaseInputs['require-checks'].description,
    type: 'string',
    default: releaseInputs['require-checks'].default,
  },
  dispatch: {
    description: 'File name of the workflow that releases, which is started at the tag',
    type: 'string',
    default: 'release.yml',
  },
} as const satisfies Readonly<Record<string, WorkflowInput>>;

const given = (name: keyof typeof inputs): Reference => ({ kind: 'input', input: name });

const proposeRelease = defineJob({
  id: 'release-pull-request',
  comment: [
    'Opens or updates the pull request of the next release, closes it when there is nothing to release, and tags what was merged.',
  ],
  runsOn: 'ubuntu-24.04',
  timeoutMinutes: 10,
  permissions: {
    contents: write('the branch of the pull request, and the tag after the merge'),
    'pull-requests': write('the pull request'),
    actions: write('starts the release at the tag'),
    checks: read('whether the checks of the merged commit are green'),
  },
  outputs: passOn('propose', 'version', 'tag', 'released'),
  steps: [
    checkout('history'),
    {
      name: 'Propose or tag the release',
      id: 'propose',
      uses: own('version-bump'),
      with: {
        mode: 'pull-request',
        bump: expression`${given('version')} == '' && ${given('bump')} || ''`,
        version: given('version'),
        package: given('package'),
        'tag-format': tagFormat,
        'require-checks': given('require-checks'),
        dispatch: given('dispatch'),
      },
    },
  ],
});

/** The workflow that keeps one release pull request per branch and package. It is called on every push to a branch. */
export const releasePullRequestWorkflow: Workflow = {
  path: '.github/workflows/release-pr.yml',
  name: 'release-pr',
  comment: [
    'Keeps a pull request with the next release, and releases it when it is merged. Call it on every push to a branch that is released,',
    'as docs/release-pull-requests.md shows.',
  ],
  triggers: {
    kind: 'called',
    inputs,
    outputs: {
      version: {
        description: 'Version that is proposed or released.',
        value: expression`${outputOf(proposeRelease, 'version')}`,
      },
      tag: { description: 'Name of the tag.', value: expression`${outputOf(proposeRelease, 'tag')}` },
      released: {
        description: '`true` if the version was merged and tagged.',
        value: expression`${outputOf(proposeRelease, 'released')}`,
      },
    },
  },
  permissionsComment: ['The job declares the permissions it needs. The calling job has to grant them all.'],
  ownActions: 'own commit',
  jobs: [proposeRelease],
};
