import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of collecting what several jobs built. */
export const checksumsErrors = defineErrors({
  E_COLLECTION_INVALID: {
    message: 'The files of the jobs are not one release.',
    hint: 'Correct the job that is named above, or leave its artifact out. Nothing was published.',
  },
});
