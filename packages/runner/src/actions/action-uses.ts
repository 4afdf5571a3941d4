import type { ActionUse } from '../platform.ts';
import type { CalledWorkflow, SourceRepository } from '../workflow/workflow-instance.ts';
import type { StepModel } from '../workflow/workflow-model.ts';
import { type ActionFinder, findAction } from './find-action.ts';

/** What is in the commit that runs needs nobody's permission. */
const isOwn = (uses: string): boolean => uses.startsWith('./') || uses.startsWith('$/');

function usesOfSteps(steps: readonly StepModel[]): ActionUse[] {
  return steps.flatMap(({ uses }) =>
    uses === undefined || isOwn(uses) ? [] : [{ uses, kind: 'action' as const }],
  );
}

/** Everything from outside that the files of a run name: actions of steps, and called workflows with theirs. */
export function listUses({ model, calls }: Pick<CalledWorkflow, 'model' | 'calls'>): ActionUse[] {
  return model.jobs.flatMap((job) => {
    const called = calls.get(job.id);
    return [
      ...(job.uses === undefined || isOwn(job.uses) ? [] : [{ uses: job.uses, kind: 'workflow' as const }]),
      ...usesOfSteps(job.steps),
      ...(called === undefined ? [] : listUses(called)),
    ];
  });
}

/** What the composite actions of a job use in turn, at any depth: known once the job is set up. */
export async function listNestedUses(
  finder: ActionFinder,
  steps: readonly StepModel[],
  source: SourceRepository,
  seen = new Set<string>(),
): Promise<ActionUse[]> {
  const nested: ActionUse[] = [];
  for (const { uses } of steps) {
    const key = `${source.repository}@${source.sha} ${uses ?? ''}`;
    if (uses === undefined || seen.has(key)) continue;
    seen.add(key);
    const found = await findAction(finder, uses, source);
    if (found?.definition.runs.using !== 'composite') continue;
    const inner = found.definition.runs.steps;
    nested.push(...usesOfSteps(inner), ...(await listNestedUses(finder, inner, found.source, seen)));
  }
  return nested;
}
