import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of building distributions. */
export const buildErrors = defineErrors({
  E_BUILD_FAILED: {
    message: 'The build did not produce the expected files.',
    hint: 'See the output of the build above for the cause.',
  },
});
