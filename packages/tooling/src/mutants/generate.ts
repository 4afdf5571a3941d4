import { mutateAdditions } from './kinds/additions.ts';
import { mutateConditions } from './kinds/conditions.ts';
import { exchangeConditions } from './kinds/exchange.ts';
import { mutateInputs } from './kinds/inputs.ts';
import { mutateNeeds } from './kinds/needs.ts';
import { mutateOutputs } from './kinds/outputs.ts';
import { mutatePermissions } from './kinds/permissions.ts';
import { mutatePins } from './kinds/pins.ts';
import { mutateSettings } from './kinds/settings.ts';
import { mutateJobs, mutateSteps } from './kinds/steps.ts';
import { mutateTriggers } from './kinds/triggers.ts';
import { mutateScripts, mutateVariables } from './kinds/variables.ts';
import type { Mutation } from './mutation.ts';
import { printWorkflow, viewWorkflow, type WorkflowView } from './workflow-view.ts';

/** A workflow file that differs from the original in the places that it names. */
export interface Mutant extends Pick<Mutation, 'kind' | 'id' | 'description' | 'places'> {
  readonly text: string;
}

const generators: readonly ((view: WorkflowView) => Mutation[])[] = [
  mutateConditions,
  mutateNeeds,
  mutateInputs,
  mutatePermissions,
  mutateOutputs,
  mutateSettings,
  mutateTriggers,
  mutatePins,
  mutateSteps,
  mutateJobs,
  mutateVariables,
  mutateScripts,
  exchangeConditions,
  mutateAdditions,
];

/** Every mutation of a workflow, in a fixed order. Two changes that would have one identifier are one. */
export function listMutations(view: WorkflowView): Mutation[] {
  const all = generators.flatMap((generate) => generate(view));
  return [...new Map(all.map((mutation) => [mutation.id, mutation])).values()];
}

/**
 * Makes every mutant of a workflow file. One that has the same text as another, or as the original, is left out.
 * @throws Error as `viewWorkflow`
 */
export function generateMutants(text: string): Mutant[] {
  const view = viewWorkflow(text);
  const seen = new Set([printWorkflow(view.document)]);
  return listMutations(view).flatMap(({ apply, ...mutation }) => {
    const document = view.document.clone();
    apply(document);
    const changed = printWorkflow(document);
    if (seen.has(changed)) return [];
    seen.add(changed);
    return [{ ...mutation, text: changed }];
  });
}
