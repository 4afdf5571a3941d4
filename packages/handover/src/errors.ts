import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of what the parts of a release hand to each other. */
export const handoverErrors = defineErrors({
  E_HANDOVER_INVALID: {
    message: 'The handover between the parts of the release cannot be read.',
    hint: 'Pass the output "handover" of the part before unchanged, as docs/call-the-workflows.md shows.',
  },
  E_HANDOVER_MIXED: {
    message: 'The parts of this release are of different versions of Slipway.',
    hint: 'Use the same version in every "uses:" line of Slipway in the calling workflow, then start a new run at the tag.',
  },
});
