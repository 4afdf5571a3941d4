import { readConstant } from '../constant-text.ts';
import { checksOut, nameStep, readSlipwayUse, type WorkflowRule } from '../rule.ts';

const forgives = (written: Parameters<typeof readConstant>[0]): boolean =>
  !['', 'false'].includes(readConstant(written) ?? 'true');

/** A step of a release that failed has not done what the next one builds on. */
export const forgivenFailureRule: WorkflowRule = {
  name: 'no failed step or job counts as a success',
  find: ({ model }) =>
    model.jobs.flatMap(({ id, steps, properties }) => {
      const isPart = steps.some((step) => readSlipwayUse(step) !== undefined);
      return [
        ...(isPart && forgives(properties.get('continue-on-error'))
          ? [`job "${id}" has "continue-on-error"`]
          : []),
        ...steps.flatMap((step, index) =>
          (checksOut(step) || readSlipwayUse(step) !== undefined) && forgives(step.continueOnError)
            ? [`${nameStep(step, index)} of job "${id}" has "continue-on-error"`]
            : [],
        ),
        ...steps.flatMap((step, index) =>
          readSlipwayUse(step) !== undefined && /\b(?:always|failure|cancelled)\s*\(/i.test(step.if)
            ? [`${nameStep(step, index)} of job "${id}" starts after a failure: "if: ${step.if}"`]
            : [],
        ),
      ];
    }),
};
