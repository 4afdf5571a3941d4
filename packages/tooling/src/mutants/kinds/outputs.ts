import { dropNode, type Mutation, setNode } from '../mutation.ts';
import { isPlain, type WorkflowView } from '../workflow-view.ts';

/** Every output of a job left out, and given the value of the next one. */
export function mutateOutputs(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(({ id, path, plain }) => {
    const outputs = isPlain(plain['outputs']) ? Object.entries(plain['outputs']) : [];
    return outputs.flatMap(([name], index) => {
      const place = [...path, 'outputs', name];
      const drop = dropNode(
        { kind: 'output', id: `${id}/outputs/drop-${name}`, description: `${id} does not hand on "${name}"` },
        place,
      );
      const next = outputs[(index + 1) % outputs.length];
      if (next === undefined || outputs.length === 1) return [drop];
      const [other, value] = next;
      const label = {
        kind: 'output',
        id: `${id}/outputs/${name}-is-${other}`,
        description: `${id} hands on "${other}" as "${name}"`,
      } as const;
      return [drop, setNode(label, place, value)];
    });
  });
}
