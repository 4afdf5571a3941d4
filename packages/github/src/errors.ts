import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of repositories, releases, artifacts and settings on GitHub. */
export const githubErrors = defineErrors({
  E_GITHUB_ARTIFACT: {
    message: 'A workflow artifact could not be stored or read.',
    hint: 'Check the status page of GitHub, then re-run the job.',
  },
  E_GITHUB_ARTIFACT_ABSENT: {
    message: 'The run has no workflow artifact of this name.',
    hint: 'Check the name against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
  },
  E_GITHUB_ARTIFACT_DIFFERS: {
    message: 'A workflow artifact does not contain the expected bytes.',
    hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
  },
  E_GITHUB_ARTIFACT_EXPIRED: {
    message: 'A workflow artifact has expired or was deleted.',
    hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
  },
  E_GITHUB_ASSET_DIFFERS: {
    message: 'A published release has an asset with different bytes.',
    hint: 'A published asset is never replaced. Raise the version and release again.',
  },
  E_GITHUB_ASSET_NAME: {
    message: 'GitHub would change the name of a release asset.',
    hint: 'Use only letters, digits and "-_+@." in asset names.',
  },
  E_GITHUB_AUTHENTICATION: {
    message: 'GitHub rejected the token.',
    hint: 'Use the token of the job, or one that has not expired.',
  },
  E_GITHUB_DISPATCH: {
    message: 'The workflow could not be started at the tag.',
    hint: 'Start it by hand at the tag, or re-run this job. The commit and the tag stay as they are.',
  },
  E_GITHUB_FOREIGN_HOST: {
    message: "The job's token would have been sent to a host of a different server.",
    hint: 'Use a host of the server that the job runs on, or pass credentials for the other host.',
  },
  E_GITHUB_ID_TOKEN: {
    message: 'GitHub did not issue an ID token to this job.',
    hint: 'Re-run the job.',
  },
  E_GITHUB_ID_TOKEN_PERMISSION: {
    message: 'This job is not allowed to request an ID token.',
    hint: 'Add "id-token: write" to the "permissions" of the job. Pull requests from forks never have it.',
  },
  E_GITHUB_NOT_FOUND: {
    message: 'GitHub has nothing at this address, or the token is not allowed to see it.',
    hint: 'Check the name and the "permissions" of the job. GitHub also answers 404 if a permission is missing.',
  },
  E_GITHUB_PERMISSION: {
    message: 'The token lacks a permission.',
    hint: 'Add the permission to the "permissions" of the job.',
  },
  E_GITHUB_REFUSED: {
    message: 'GitHub rejected a request.',
    hint: 'The response of GitHub is quoted above.',
  },
  E_GITHUB_RELEASE_CLOSED: {
    message: 'The release is published and cannot be changed.',
    hint: 'Raise the version and release again.',
  },
  E_GITHUB_RULES: {
    message: 'A repository rule forbids the change.',
    hint: 'Release by a pull request, or allow the app of the token to bypass the rule.',
  },
  E_GITHUB_SERVER: {
    message: 'This GitHub server lacks a feature that the release needs.',
    hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
  },
  E_GITHUB_SYMBOLIC_LINK: {
    message: 'A file to change is a symbolic link or not a regular file.',
    hint: 'Use the file that the link points to.',
  },
  E_GITHUB_TAG_TAKEN: {
    message: 'The tag already exists and points to a different commit.',
    hint: 'Choose a different version. A published tag is never moved.',
  },
  E_GITHUB_WORKFLOW_FILE: {
    message:
      'The release would change a file under .github/workflows, which a job token is not allowed to do.',
    hint: 'Remove the file from the list of files to change.',
  },
  E_SETTINGS_INVALID: {
    message: 'The settings file is not valid.',
    hint: 'Record GitHub\'s answers unchanged, for example with "gh api". docs/settings.md lists the request lines.',
  },
});
