import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of project files, versions and distributions. */
export const pythonErrors = defineErrors({
  E_DISTRIBUTION_INVALID: {
    message: 'A package index would reject a distribution.',
    hint: 'Correct the problems listed above and build again.',
  },
  E_EXTRA_FILE: {
    message: 'An additional file cannot be edited.',
    hint: 'Mark each line that contains the version with a "slipway-version" comment, or use a pattern that matches once.',
  },
  E_LOCK_FILE: {
    message: 'The lock file cannot be edited.',
    hint: 'Refresh it with the tool that wrote it, and commit it.',
  },
  E_PROJECT_INVALID: {
    message: 'The project file cannot be read.',
    hint: 'Correct the line named above.',
  },
  E_PROJECT_MISSING: {
    message: 'There is no Python project in this folder.',
    hint: 'Set "path" to the folder that contains pyproject.toml, setup.cfg or setup.py.',
  },
  E_VERSION_BUMP: {
    message: 'The version cannot be bumped this way.',
    hint: 'Choose a different kind of bump, or set the exact version.',
  },
  E_VERSION_DISAGREE: {
    message: 'The project has two different versions.',
    hint: 'Set the fields to the same version, or remove one of them.',
  },
  E_VERSION_INVALID: {
    message: 'The version is not valid under PEP 440.',
    hint: 'Write it as 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
  },
  E_VERSION_SOURCE: {
    message: 'The file that contains the version was not found.',
    hint: 'Set "version-file" of version-bump to the file, with a pattern if it contains more than the version, or write the version into [project].version.',
  },
  E_VERSION_SPELLING: {
    message: 'A file cannot express the version.',
    hint: 'Choose a version without what the file cannot express, or let the file read the version from another one.',
  },
  E_WORKSPACE_ROOT: {
    message: 'This folder is the root of a workspace and not a package.',
    hint: 'Set "path" to the folder of the member to release.',
  },
});
