import { dropNode, type Mutation } from '../mutation.ts';
import type { WorkflowView } from '../workflow-view.ts';

/** Every entry of every `needs` left out. */
export function mutateNeeds(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(({ id, path, plain }) => {
    const { needs } = plain;
    const entries = Array.isArray(needs) ? needs.map(String) : needs === undefined ? [] : [String(needs)];
    return entries.map((need, index) =>
      dropNode(
        { kind: 'needs', id: `${id}/needs/drop-${need}`, description: `${id} does not need ${need}` },
        [...path, 'needs', ...(Array.isArray(needs) ? [index] : [])],
      ),
    );
  });
}
