import type { CompositeAction, CompositeStep } from '../model/composite-action.ts';
import type { Term } from '../model/condition.ts';
import type { Job } from '../model/job.ts';
import type { Reference } from '../model/reference.ts';
import { inputs as releaseInputs } from './inputs.ts';
import { buildPythonPackage } from './jobs/build-python-package.ts';
import { buildWheels } from './jobs/build-wheels.ts';
import { createGithubRelease } from './jobs/create-github-release.ts';
import { draftGithubRelease } from './jobs/draft-github-release.ts';
import { publishToGithubPackages } from './jobs/publish-to-github-packages.ts';
import { publishToPypi } from './jobs/publish-to-pypi.ts';
import { signPassport } from './jobs/sign-passport.ts';
import { verifyRelease } from './jobs/verify-release.ts';
import { versionBump } from './jobs/version-bump.ts';

const given = (name: string): Reference => ({ kind: 'input', input: name });
const isOn = (name: string): Term => ({ is: 'equal', value: given(name), to: 'true' });

/** What a job starts for, without what is about earlier jobs: a step of an action that failed ends the action. */
const conditionOf = ({ condition }: Job): readonly Term[] => (condition?.terms ?? []).filter(isOfRelease);

/** A choice that an earlier job alone can decide is one too. */
const isOfRelease = (term: Term): boolean =>
  term.is === 'either'
    ? term.conditions.every((terms) => terms.some(isOfRelease))
    : !['at', 'unbroken', 'succeeded'].includes(term.is);

/** The steps of a job, without a checkout: nothing here reads one. */
function stepsOf(job: Job, ...terms: readonly Term[]): readonly CompositeStep[] {
  return job.steps
    .filter((step) => 'uses' in step && 'own' in step.uses)
    .map((step) => ({ step, job, terms: [...terms, ...conditionOf(job)] }));
}

/** One step that does everything after the build: the steps of the jobs of a release, in one action. */
export const publishAction: CompositeAction = {
  path: 'actions/publish/action.yml',
  name: 'Slipway publish',
  description:
    'Does everything after the build in one step: signs the passport, drafts the release, publishes to PyPI, publishes the release, and compares every channel with the passport.',
  inputs: {
    digests: {
      description:
        'The `files` output of the job that built the package. Empty when a person published the draft of an earlier run.',
      default: '',
    },
    wheels: {
      description: 'The `files` outputs of further jobs that built wheels, one per line.',
    },
    'wheel-artifacts': { description: 'Artifacts of these jobs, one per line.' },
    'is-prerelease': {
      description:
        'The `is-prerelease` output of the job that built the package. Pre-releases do not go to PyPI, only to TestPyPI.',
      default: '',
    },
    tag: { description: 'Tag to release. Defaults to the tag of the run.' },
    path: { description: 'Project directory, relative to the root of the repository.', default: '.' },
    index: {
      description:
        'Package index to publish to: `pypi`, `testpypi` or `none`. Pre-releases go to TestPyPI only.',
      default: 'pypi',
    },
    'from-release': {
      description:
        'The `from-release` output of `version-bump`. If it is `true`, the files of the published release are verified and published, and nothing needs to be built.',
      default: 'false',
    },
    gate: {
      description:
        'What the release waits for: `environment`, the reviewers of the environment of this job, or `release`, a person who publishes its draft.',
      default: 'environment',
    },
    draft: {
      description: `${releaseInputs.draft.description}. A draft goes to no channel.`,
      default: 'false',
    },
    prerelease: { description: `${releaseInputs.prerelease.description}.`, default: 'false' },
    'github-packages': {
      description: 'Whether to publish to GitHub Packages, too. Needs `packages: write`.',
      default: 'false',
    },
  },
  jobInputs: [
    { job: versionBump, output: 'tag', input: 'tag' },
    { job: versionBump, output: 'path', input: 'path' },
    { job: versionBump, output: 'from-release', input: 'from-release' },
    { job: buildPythonPackage, output: 'files', input: 'digests' },
    { job: buildPythonPackage, output: 'is-prerelease', input: 'is-prerelease' },
    { job: buildWheels, output: 'files', input: 'wheels' },
    { job: buildWheels, output: 'artifact-names', input: 'wheel-artifacts' },
  ],
  flags: ['draft', 'prerelease'],
  steps: [
    ...stepsOf(signPassport),
    ...stepsOf(draftGithubRelease),
    ...stepsOf(publishToPypi),
    ...stepsOf(publishToGithubPackages, isOn('github-packages')),
    ...stepsOf(createGithubRelease),
    ...stepsOf(verifyRelease),
  ],
  outputs: {
    url: { description: 'URL of the release page.', job: createGithubRelease, output: 'url' },
    publication: {
      description: 'JSON record of what PyPI serves. Empty if the release does not go there.',
      job: publishToPypi,
      output: 'publication',
    },
    'install-command': {
      description: 'Shell command that installs the package from GitHub Packages.',
      job: publishToGithubPackages,
      output: 'install-command',
    },
  },
};
