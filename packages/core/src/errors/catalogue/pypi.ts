import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of trusted publishing and of package indexes. */
export const pypiErrors = {
  E_PYPI_AUTHENTICATION: {
    message: 'The package index did not accept the credentials.',
    hint: 'Check the trusted publisher of the project, or "user" and "password" for another index.',
  },
  E_PYPI_CLAIMS: {
    message: 'This job cannot be a trusted publisher.',
    hint: 'Publish from a job of the workflow file that is registered with the index, in the repository that is registered.',
  },
  E_PYPI_FILE_DIFFERS: {
    message: 'The package index has a file of this name with other bytes.',
    hint: 'A published file can never be replaced. If an earlier run or attempt published it, use "Re-run failed jobs" there; otherwise raise the version and release again.',
  },
  E_PYPI_FILE_EXISTS: {
    message: 'The package index has this file already.',
    hint: 'Use "if-exists: verify" to accept a file whose bytes are the same.',
  },
  E_PYPI_INDEX_MALFORMED: {
    message: 'The package index sent a page that is not in the form of the simple API.',
    hint: 'Check "repository-url" and "index-url"; an outage page may stand in between.',
  },
  E_PYPI_ISSUER: {
    message: 'The package index does not trust the server that issues the ID tokens of this job.',
    hint: 'Publish from a repository on github.com, or with an API token: set "user" to "__token__" and "password" to the token.',
  },
  E_PYPI_MINT_REFUSED: {
    message: 'The package index did not exchange the ID token for an upload token.',
    hint: 'Register the trusted publisher shown above, exactly as shown.',
  },
  E_PYPI_NOT_VISIBLE: {
    message: 'The files were uploaded, but the index does not show all of them yet.',
    hint: 'Run the job again later: nothing is uploaded twice, and the check is repeated.',
  },
  E_PYPI_PROVENANCE: {
    message: 'The package index does not serve the attestations that were sent.',
    hint: 'Attestations cannot be added to a file that exists; the next version will have them.',
  },
  E_PYPI_RELEASE_CLOSED: {
    message: 'The release on the package index takes no further files.',
    hint: 'Raise the version and release again.',
  },
  E_PYPI_REPOSITORY: {
    message: 'The address of the package index cannot be used.',
    hint: 'Leave "repository-url" empty for PyPI, write "testpypi" for TestPyPI, or the https address of an upload API.',
  },
  E_PYPI_UPLOAD_REFUSED: {
    message: 'The package index refused a file.',
    hint: 'The answer of the index is quoted above.',
  },
} as const satisfies Record<string, CatalogueEntry>;
