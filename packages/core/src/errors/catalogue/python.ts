import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of project files, versions and distributions. */
export const pythonErrors = {
  E_BUILD_FAILED: {
    message: 'The build did not give the files that it should.',
    hint: 'The output of the build above says why.',
  },
  E_DISTRIBUTION_INVALID: {
    message: 'A distribution would be refused by a package index.',
    hint: 'Correct what is named above and build again.',
  },
  E_EXTRA_FILE: {
    message: 'A file named in "extra-files" cannot be edited.',
    hint: 'Mark each line that holds the version with the comment "slipway-version", or give a pattern that matches once.',
  },
  E_LOCK_FILE: {
    message: 'The lock file cannot be edited.',
    hint: 'Refresh it with the tool that wrote it, and commit it.',
  },
  E_PROJECT_MISSING: {
    message: 'There is no Python project in this folder.',
    hint: 'Set "path" to the folder that holds pyproject.toml, setup.cfg or setup.py.',
  },
  E_PROJECT_INVALID: {
    message: 'The project file cannot be read.',
    hint: 'Correct the line named above.',
  },
  E_VERSION_BUMP: {
    message: 'The version cannot be raised in this way.',
    hint: 'Choose another kind of bump, or give the version itself.',
  },
  E_VERSION_DISAGREE: {
    message: 'The project says two things about its version.',
    hint: 'Make the fields say the same version, or remove one of them.',
  },
  E_VERSION_INVALID: {
    message: 'The version is not one of PEP 440.',
    hint: 'Write it as in 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
  },
  E_VERSION_SOURCE: {
    message: 'The place that holds the version cannot be found.',
    hint: 'Write the version into [project].version, or where the build backend is told to look.',
  },
} as const satisfies Record<string, CatalogueEntry>;
