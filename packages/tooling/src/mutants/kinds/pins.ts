import { type Mutation, setNode } from '../mutation.ts';
import type { WorkflowView } from '../workflow-view.ts';

const fullSha = /^[0-9a-f]{40}$/;

/** Every `uses` at another place: a pin at a tag or branch, a tag at a branch, and the repository of somebody else. */
export function mutatePins(view: WorkflowView): Mutation[] {
  const owners = view.jobs.flatMap((job) => [
    { key: job.id, path: job.path, plain: job.plain },
    ...job.steps.map((step) => ({ ...step, key: `${job.id}/${step.key}` })),
  ]);
  return owners.flatMap(({ key, path, plain }) => {
    const { uses } = plain;
    if (typeof uses !== 'string' || uses.startsWith('.')) return [];
    const [action = '', ref = ''] = uses.split('@');
    const place = [...path, 'uses'];
    const change = (id: string, value: string): Mutation =>
      setNode({ kind: 'pin', id: `${key}/uses/${id}`, description: `${key} uses ${value}` }, place, value);
    const foreign = change('foreign', `somebody-else/${action.split('/').slice(1).join('/')}@${ref}`);
    return fullSha.test(ref)
      ? [change('tag', `${action}@v7`), change('branch', `${action}@main`), foreign]
      : [change('branch', `${action}@main`), foreign];
  });
}
