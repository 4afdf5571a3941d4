import { readPermissions } from '@slipway/runner/workflow/permissions';
import { readConstantInput } from '../constant-text.ts';
import { nameStep, readSlipwayUse, type WorkflowRule } from '../rule.ts';

/** Every step of a job can ask for its ID token, and sign what it likes under the name of the workflow. */
export const signingJobRule: WorkflowRule = {
  name: 'no other step runs in the job that signs the joined image',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps, properties }) => {
      const granted = readPermissions(properties.get('permissions') ?? model.properties.get('permissions'));
      // A step that also builds needs a checkout; one that joins what others built needs nothing.
      const signing = steps.findIndex(
        (step) =>
          readSlipwayUse(step)?.action === 'docker-build-sign' && readConstantInput(step, 'mode') === 'merge',
      );
      if (signing < 0 || granted?.['id-token'] !== 'write') return [];
      const around = ['container', 'services'].filter((key) => properties.has(key));
      const besides = around.map(
        (key) => `the "${key}" of job "${id}" could sign images in the name of this workflow`,
      );
      return steps
        .flatMap((step, index) =>
          index === signing
            ? []
            : [`${nameStep(step, index)} of job "${id}" could sign images in the name of this workflow`],
        )
        .concat(besides);
    }),
};
