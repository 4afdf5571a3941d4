import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of the command line and of rehearsals. */
export const cliErrors = {
  E_REHEARSE_USAGE: {
    message: 'The words of the call are wrong.',
    hint: 'Run "npm run rehearse -- --help" for what can be said.',
  },
  E_REHEARSE_PROJECT: {
    message: 'The folder is not a project that can be rehearsed.',
    hint: 'Name the top folder of a git working copy that has a pyproject.toml, setup.cfg or setup.py.',
  },
  E_REHEARSE_DIRTY: {
    message: 'The working copy has changes that are not committed.',
    hint: 'Commit them, or rehearse the committed tree alone with --allow-dirty. Nothing of yours was touched.',
  },
  E_REHEARSE_WORKFLOW: {
    message: 'There is no workflow file to rehearse.',
    hint: 'Copy .github/workflows/release.yml of Slipway into the project, or name the file with --workflow.',
  },
  E_REHEARSE_TAG: {
    message: 'The tag cannot be rehearsed.',
    hint: 'Name a tag whose commit holds the workflow file, or one that does not exist yet.',
  },
  E_SETTINGS_INVALID: {
    message: 'The file with the settings cannot be used.',
    hint: 'Record the answers of GitHub as they are, for example with "gh api"; docs/settings.md lists the request lines.',
  },
  E_REHEARSE_DEPLOYMENT: {
    message: 'GitHub does not let the job deploy to its environment.',
    hint: 'Open the environment to the tags of your releases: the commands are above, under "Settings of the release". A tag in another style than your earlier ones needs a pattern of its own.',
  },
  E_REHEARSE_JOB_FAILED: {
    message: 'A job of the release failed.',
    hint: 'The log of the job above says why.',
  },
  E_REHEARSE_HOST_REFUSED: {
    message: 'The release contacted a host that is not part of it; nothing was sent there.',
    hint: 'Find out which step does it: on GitHub the request would have gone out.',
  },
  E_REHEARSE_CHECK_FAILED: {
    message: 'The release is not what it should be.',
    hint: 'The detail of the check says what was found.',
  },
  E_REHEARSE_NO_RELEASE: {
    message: 'The workflow ended without starting a release at a tag.',
    hint: 'Look at the job that bumps the version: without a change to release it makes no tag. --bump minor makes one.',
  },
  E_REHEARSE_FAULT_UNUSED: {
    message: 'The fault never struck, so the rehearsal has shown nothing about it.',
    hint: 'Choose a fault of a service that this workflow uses.',
  },
  E_REHEARSE_RUNAWAY: {
    message: 'The workflow starts itself again and again.',
    hint: 'Let the job that dispatches run on branches only: "if: github.ref_type == \'branch\'".',
  },
  E_REHEARSE_INTERNAL: {
    message: 'The rehearsal itself failed.',
    hint: 'This is a bug, please report it.',
  },
} as const satisfies Record<string, CatalogueEntry>;
