import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of trusted publishing and package indexes. */
export const pypiErrors = defineErrors({
  E_PYPI_AUTHENTICATION: {
    message: 'The package index rejected the credentials.',
    hint: 'Check the trusted publisher of the project, or the user and password for a different index.',
  },
  E_PYPI_CLAIMS: {
    message: 'This job cannot be a trusted publisher.',
    hint: 'Publish from a job of the workflow file that is registered with the index, in the registered repository.',
  },
  E_PYPI_FILE_DIFFERS: {
    message: 'The package index already has a file with this name and different bytes.',
    hint: 'A published file can never be replaced. If an earlier run or attempt published it, use "Re-run failed jobs" there. Otherwise raise the version and release again.',
  },
  E_PYPI_FILE_EXISTS: {
    message: 'The package index already has this file.',
    hint: 'Accept files with the same bytes, or raise the version and release again.',
  },
  E_PYPI_INDEX_MALFORMED: {
    message: 'The package index returned a page that does not follow the simple API.',
    hint: 'Check the addresses of the index. An outage page may be in the way.',
  },
  E_PYPI_MINT_REFUSED: {
    message: 'The package index did not exchange the ID token for an upload token.',
    hint: 'Register the trusted publisher shown above, exactly as shown.',
  },
  E_PYPI_NOT_VISIBLE: {
    message: 'The files were uploaded, but the index does not show all of them yet.',
    hint: 'Re-run the job later. Nothing is uploaded twice, and the check is repeated.',
  },
  E_PYPI_PROVENANCE: {
    message: 'The package index does not serve the uploaded attestations.',
    hint: 'Attestations cannot be added to an existing file. The next version will have them.',
  },
  E_PYPI_RELEASE_CLOSED: {
    message: 'The index no longer accepts files for this release.',
    hint: 'Raise the version and release again.',
  },
  E_PYPI_REPOSITORY: {
    message: 'The address of the package index is not valid.',
    hint: 'Use PyPI, "testpypi" for TestPyPI, or the https address of an upload API.',
  },
  E_PYPI_UPLOAD_REFUSED: {
    message: 'The package index rejected a file.',
    hint: 'The response of the index is quoted above.',
  },
});
