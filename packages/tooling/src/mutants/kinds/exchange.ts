import { exchangeNodes, type Mutation } from '../mutation.ts';
import type { JobView, WorkflowView } from '../workflow-view.ts';

function* pairs(jobs: readonly JobView[]): Generator<[JobView, JobView]> {
  for (const [index, first] of jobs.entries())
    for (const second of jobs.slice(index + 1)) yield [first, second];
}

/** Conditions of two jobs exchanged: each runs when the other should. */
export function exchangeConditions(view: WorkflowView): Mutation[] {
  const conditional = view.jobs.filter(({ plain }) => plain['if'] !== undefined);
  return [...pairs(conditional)].flatMap(([first, second]) => {
    if (String(first.plain['if']) === String(second.plain['if'])) return [];
    const label = {
      kind: 'exchange',
      id: `exchange/if/${first.id}-${second.id}`,
      description: `${first.id} and ${second.id} exchange their conditions`,
    } as const;
    return [exchangeNodes(label, [...first.path, 'if'], [...second.path, 'if'])];
  });
}
