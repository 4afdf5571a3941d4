import { readMapping } from '@slipway/runner/workflow/workflow-model';
import { nameStep, readSlipwayUse, type WorkflowRule } from './rule.ts';

/** GitHub warns of an input that an action does not have, and goes on without it. */
export const knownInputRule: WorkflowRule = {
  name: 'every input exists in its action',
  async find({ model, readActionInputs }) {
    const findings: string[] = [];
    for (const { id, steps } of model.jobs)
      for (const [index, step] of steps.entries()) {
        const use = readSlipwayUse(step);
        const inputs = use === undefined ? undefined : await readActionInputs(use.action);
        if (use === undefined || inputs === undefined) continue;
        for (const name of readMapping(step.with).keys())
          if (!inputs.has(name.toLowerCase()))
            findings.push(
              `${nameStep(step, index)} of job "${id}" sets the input "${name}", which ${use.action} does not have`,
            );
      }
    return findings;
  },
};
