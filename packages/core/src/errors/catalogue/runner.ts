import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Errors of workflow files and of their runs. */
export const runnerErrors = {
  E_WORKFLOW_INVALID: {
    message: 'The workflow file is not valid.',
    hint: 'Correct the line named above; GitHub would refuse the file in the same words.',
  },
  E_WORKFLOW_INPUTS: {
    message: 'The inputs of the workflow are not accepted.',
    hint: 'Compare them with "on.workflow_dispatch.inputs" of the workflow file.',
  },
  E_WORKFLOW_NOT_ALLOWED: {
    message: 'The settings of the repository do not allow what the workflow uses.',
    hint: 'Allow the action under Settings, Actions, General, or pin it to a full-length commit SHA if that is what is required.',
  },
  E_WORKFLOW_UNSUPPORTED: {
    message: 'The workflow uses something that this runner cannot run.',
    hint: 'Take the named parts out of the workflow, or run it on GitHub.',
  },
} as const satisfies Record<string, CatalogueEntry>;
