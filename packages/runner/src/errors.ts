import { defineErrors } from '@slipway/core/errors/define-errors';

/** Errors of workflow files and their runs. */
export const runnerErrors = defineErrors({
  E_WORKFLOW_INPUTS: {
    message: 'The workflow inputs are not valid.',
    hint: 'Compare them with "on.workflow_dispatch.inputs" of the workflow file.',
  },
  E_WORKFLOW_INVALID: {
    message: 'The workflow file is not valid.',
    hint: 'Correct the line named above. GitHub would reject the file with the same message.',
  },
  E_WORKFLOW_NOT_ALLOWED: {
    message: 'The repository settings do not allow what the workflow uses.',
    hint: 'Allow the action under Settings, Actions, General, or pin it to a full-length commit SHA if that is required.',
  },
  E_WORKFLOW_UNSUPPORTED: {
    message: 'The workflow uses a feature that this runner does not support.',
    hint: 'Remove the named parts from the workflow, or run it on GitHub.',
  },
});
