import { changelogErrors } from './catalogue/changelog.ts';
import { cliErrors } from './catalogue/cli.ts';
import { coreErrors } from './catalogue/core.ts';
import { dockerErrors } from './catalogue/docker.ts';
import { githubErrors } from './catalogue/github.ts';
import { ociErrors } from './catalogue/oci.ts';
import { pypiErrors } from './catalogue/pypi.ts';
import { pythonErrors } from './catalogue/python.ts';
import { runnerErrors } from './catalogue/runner.ts';
import { sigstoreErrors } from './catalogue/sigstore.ts';

/** One row per error code; each package has its own file of rows, sorted inside a group. */
export const catalogue = {
  ...changelogErrors,
  ...cliErrors,
  ...coreErrors,
  ...dockerErrors,
  ...githubErrors,
  ...ociErrors,
  ...pypiErrors,
  ...pythonErrors,
  ...runnerErrors,
  ...sigstoreErrors,
} as const;

export type ErrorCode = keyof typeof catalogue;
