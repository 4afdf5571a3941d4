import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of repositories, releases and artifacts on GitHub. */
export const githubErrors = {
  E_BUMP_BRANCH: {
    message: 'A version is released from a branch.',
    hint: 'Start the workflow on the branch that is to be released.',
  },
  E_BUMP_TREE: {
    message: 'The checked-out files are not those of the commit that is released.',
    hint: 'Check out the branch without changing files before this step; nothing was written.',
  },
  E_BUMP_VERSION: {
    message: 'The next version cannot be released.',
    hint: 'Choose a version that is later than the last one and has no tag.',
  },
  E_GITHUB_ARTIFACT: {
    message: 'A workflow artifact could not be stored or read.',
    hint: 'Look at the status page of GitHub, then run the job again.',
  },
  E_GITHUB_ARTIFACT_ABSENT: {
    message: 'The run has no workflow artifact of this name.',
    hint: 'Check "artifact-name" against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
  },
  E_GITHUB_ARTIFACT_DIFFERS: {
    message: 'A workflow artifact does not hold the bytes that were expected.',
    hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
  },
  E_GITHUB_ARTIFACT_EXPIRED: {
    message: 'A workflow artifact has expired or was deleted.',
    hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
  },
  E_GITHUB_ASSET_DIFFERS: {
    message: 'A published release has an asset with other bytes.',
    hint: 'A published asset is never replaced: raise the version and release again.',
  },
  E_GITHUB_ASSET_NAME: {
    message: 'GitHub would change the name of a release asset.',
    hint: 'Use letters, digits and "-_+@." in names of assets.',
  },
  E_GITHUB_AUTHENTICATION: {
    message: 'GitHub does not know the token.',
    hint: 'Leave "token" unset to use the token of the job, or give one that has not expired.',
  },
  E_GITHUB_BRANCH_MOVED: {
    message: 'The branch got another commit meanwhile.',
    hint: 'Run the workflow again on the branch; nothing was written.',
  },
  E_GITHUB_DISPATCH: {
    message: 'The workflow could not be started at the tag.',
    hint: 'Start it by hand at the tag, or run this job again: the commit and the tag stay as they are.',
  },
  E_GITHUB_FOREIGN_HOST: {
    message: 'The token of the job would have been sent to a host of another server.',
    hint: 'Name a host of the server that the job runs on, or give credentials for the other host.',
  },
  E_GITHUB_ID_TOKEN: {
    message: 'GitHub did not give this job an ID token.',
    hint: 'Run the job again.',
  },
  E_GITHUB_ID_TOKEN_PERMISSION: {
    message: 'This job may not have an ID token.',
    hint: 'Add "id-token: write" to the "permissions" of the job; pull requests from forks never have it.',
  },
  E_GITHUB_NOT_FOUND: {
    message: 'GitHub has nothing at an address, or the token may not see it.',
    hint: 'Check the name, and the "permissions" of the job: GitHub answers 404 also when a permission is missing.',
  },
  E_GITHUB_PERMISSION: {
    message: 'The token lacks a permission.',
    hint: 'Add the permission to the "permissions" of the job.',
  },
  E_GITHUB_REFUSED: {
    message: 'GitHub refused a request.',
    hint: 'The answer of GitHub is quoted above.',
  },
  E_GITHUB_RELEASE_CLOSED: {
    message: 'The release is published and cannot be changed.',
    hint: 'Raise the version and release again.',
  },
  E_GITHUB_RULES: {
    message: 'A rule of the repository forbids the change.',
    hint: 'Use "mode: pull-request", or let the app of the token bypass the rule.',
  },
  E_GITHUB_SERVER: {
    message: 'This GitHub server lacks something that the release needs.',
    hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
  },
  E_GITHUB_SYMBOLIC_LINK: {
    message: 'A file to be changed is a symbolic link or no file in the repository.',
    hint: 'Name the file the link points at.',
  },
  E_GITHUB_TAG_TAKEN: {
    message: 'The tag exists and stands for something else.',
    hint: 'Choose another version; a tag that was published is never moved.',
  },
  E_GITHUB_WORKFLOW_FILE: {
    message: 'A file under .github/workflows would be changed, which the token of a job never may.',
    hint: 'Take the file out of "extra-files".',
  },
} as const satisfies Record<string, CatalogueEntry>;
