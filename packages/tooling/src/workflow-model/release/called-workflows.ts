import type { Condition } from '../model/condition.ts';
import { expression, folded } from '../model/expression.ts';
import type { Job } from '../model/job.ts';
import { outputOf } from '../model/reference.ts';
import type { CallTriggers, Workflow, WorkflowInput } from '../model/workflow.ts';
import { inputs } from './inputs.ts';
import { buildPythonPackage } from './jobs/build-python-package.ts';
import { buildWheels } from './jobs/build-wheels.ts';
import { createGithubRelease } from './jobs/create-github-release.ts';
import { publishToPypi } from './jobs/publish-to-pypi.ts';
import { signPassport } from './jobs/sign-passport.ts';
import { versionBump } from './jobs/version-bump.ts';
import { describeFinalization, describePreparation, type Edition, listPart } from './parts.ts';
import { distArtifact, indexEnvironment } from './values.ts';
import { wheelsWorkflow } from './wheels.ts';

const permissionsComment = [
  'Each job declares the permissions it needs. The calling job has to grant them all.',
];
const handedInputs = expression`toJSON(inputs)`;
const handedJobs = expression`toJSON(jobs)`;
const handedBuild = expression`toJSON(${outputOf(versionBump, 'slipway')})`;
const handedFiles = expression`toJSON(${outputOf(buildPythonPackage, 'files')})`;

const handedRelease = expression`toJSON(${outputOf(signPassport, 'distributions')})`;
const handedWheels = expression`toJSON(${outputOf(buildWheels, 'files')})`;
const handedWheelArtifacts = expression`toJSON(${outputOf(buildWheels, 'artifact-names')})`;

/** An input of "Run workflow" as one of a called workflow, which has no choices. */
function toCallInput({ description, type, default: preset }: WorkflowInput): WorkflowInput {
  return {
    description,
    type: type === 'choice' ? 'string' : type,
    ...(preset === undefined ? {} : { default: preset }),
  };
}

const callInputs: Readonly<Record<string, WorkflowInput>> = Object.fromEntries(
  Object.entries(inputs).map(([name, input]) => [name, toCallInput(input)]),
);

/** The condition of a job of a later part. Whether an earlier job failed is asked there, in the calling file. */
function conditionOf({ condition, id }: Job): Condition {
  if (condition === undefined) throw new Error(`job "${id}" has no condition`);
  return { terms: condition.terms.filter(({ is }) => is !== 'unbroken') };
}

const prepareTriggers: CallTriggers = {
  kind: 'called',
  inputs: callInputs,
  outputs: {
    handover: {
      description: 'What the other parts of the release need, as JSON. Pass it on unchanged.',
      value: folded`
        {"slipway": ${handedBuild},
        "artifacts": [${JSON.stringify(distArtifact)}, ${handedWheelArtifacts}],
        "files": [${handedFiles}, ${handedWheels}, ${handedRelease}],
        "inputs": ${handedInputs},
        "jobs": ${handedJobs}}
      `,
    },
    tag: {
      description: 'Tag of the release. Empty if there is none.',
      value: expression`${outputOf(versionBump, 'tag')}`,
    },
    'to-pypi': {
      description: '`true` if the release goes to PyPI or TestPyPI, and everything is built and drafted.',
      value: conditionOf(publishToPypi),
    },
    environment: {
      description: 'Environment for the job that publishes: `pypi`, or `testpypi` for TestPyPI.',
      value: indexEnvironment,
    },
    'to-finalize': {
      description: '`true` if there is a release to finish.',
      value: conditionOf(createGithubRelease),
    },
  },
};

const finalizeTriggers: CallTriggers = {
  kind: 'called',
  inputs: {
    handover: {
      description:
        'The output `handover` of the job that publishes to PyPI, or that of `prepare` if it was skipped.',
      type: 'string',
      required: true,
    },
    pypi: {
      description: 'Result of the job that publishes to PyPI.',
      type: 'string',
      required: true,
    },
  },
  outputs: {
    url: {
      description: 'URL of the release page.',
      value: expression`${outputOf(createGithubRelease, 'url')}`,
    },
  },
};

const describe = (edition: Edition): string =>
  edition === 'core' ? '' : ' with a container image and GitHub Packages';

function preparation(edition: Edition, name: string): Workflow {
  return {
    path: `.github/workflows/${name}.yml`,
    name,
    comment: [
      `The first part of a release${describe(edition)}: version, build, draft. Call it as docs/call-the-workflows.md shows.`,
      'PyPI knows a project by the name of the calling file, so that the job that publishes there belongs in that file.',
    ],
    triggers: prepareTriggers,
    permissionsComment,
    ownActions: 'own commit',
    part: describePreparation(edition),
    jobs: listPart('prepare', edition),
  };
}

function finalization(edition: Edition, name: string): Workflow {
  return {
    path: `.github/workflows/${name}.yml`,
    name,
    comment: [`The last part of a release${describe(edition)}, after PyPI: everything else becomes public.`],
    triggers: finalizeTriggers,
    permissionsComment,
    ownActions: 'own commit',
    part: describeFinalization(edition),
    jobs: listPart('finalize', edition),
  };
}

/** The first part of the smaller edition. Both editions have the same inputs. */
export const prepareWorkflow: Workflow = preparation('core', 'prepare');

/** The workflows that other workflows call: a release in parts, in two editions. */
export const calledWorkflows: readonly Workflow[] = [
  prepareWorkflow,
  finalization('core', 'finalize'),
  preparation('full', 'prepare-full'),
  finalization('full', 'finalize-full'),
  wheelsWorkflow,
];
