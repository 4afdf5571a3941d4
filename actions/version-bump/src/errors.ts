import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of bumping a version. */
export const bumpErrors = defineErrors({
  E_BUMP_BRANCH: {
    message: 'A version can only be released from a branch.',
    hint: 'Start the workflow on the branch to release.',
  },
  E_BUMP_CHECKS: {
    message: 'Checks of the commit to release are not green.',
    hint: 'Wait until they pass, or fix what fails, then re-run the job. To release without them, set "require-checks" to "none".',
  },
  E_BUMP_ENVIRONMENT: {
    message: 'The environment of the publishing job does not allow the tag of the release.',
    hint: 'In the settings of the environment, under "Deployment branches and tags", add a rule of the type tag that matches the tag, such as "v*" or "[0-9]*", and re-run the job.',
  },
  E_BUMP_GATE: {
    message: 'The draft was made for another package index.',
    hint: 'Start the workflow at the tag with the same "index" instead. A draft that a person publishes is released to PyPI.',
  },
  E_BUMP_TREE: {
    message: 'The checked-out files differ from the commit to release.',
    hint: 'Check out the branch without changing files before this step. Nothing was written.',
  },
  E_BUMP_VERSION: {
    message: 'The next version cannot be released.',
    hint: 'Choose a version that is later than the last one and has no tag.',
  },
  E_BUMP_WHEELS: {
    message: 'The release workflow does not build the wheels of a project with compiled parts.',
    hint: 'Set "native: auto" on the python-build step, and call wheels.yml in the next job, as docs/native-wheels.md shows. To publish only the sdist, set "formats: sdist".',
  },
  E_GITHUB_BRANCH_MOVED: {
    message: 'The branch received a new commit during the release.',
    hint: 'Run the workflow on the branch again. Nothing was written.',
  },
});
