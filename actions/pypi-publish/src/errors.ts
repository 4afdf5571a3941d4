import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of publishing to a package index. */
export const publishErrors = defineErrors({
  E_PYPI_ISSUER: {
    message: "The package index does not trust the server that issues this job's ID tokens.",
    hint: 'Publish from a repository on github.com, or with an API token: set "user" to "__token__" and "password" to the token.',
  },
});
