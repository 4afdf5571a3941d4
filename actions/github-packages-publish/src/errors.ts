import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of publishing to GitHub Packages. */
export const packagesErrors = defineErrors({
  E_GHP_NO_INDEX: {
    message: 'The address is not a package index.',
    hint: 'GitHub Packages has no Python index. Use "mode: ghcr", or the "repository-url" of an index.',
  },
  E_GHP_VISIBILITY: {
    message: 'The package does not have the required visibility.',
    hint: "GitHub has no API for this. Change it on the package's settings page.",
  },
});
