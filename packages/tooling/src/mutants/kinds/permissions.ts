import { dropNode, type Mutation, setNode } from '../mutation.ts';
import { isPlain, type JobView, type WorkflowView } from '../workflow-view.ts';

// What is worth having to somebody who got into a job of a release.
const wanted = ['contents', 'packages', 'id-token', 'actions', 'attestations'] as const;

function mutateJob({ id, path, plain }: JobView): Mutation[] {
  const { permissions } = plain;
  if (!isPlain(permissions)) return [];
  const label = (change: string, description: string) =>
    ({ kind: 'permission', id: `${id}/permissions/${change}`, description }) as const;
  const written = Object.entries(permissions).flatMap(([scope, level]) => {
    const place = [...path, 'permissions', scope];
    const drop = dropNode(label(`drop-${scope}`, `${id} has no right "${scope}"`), place);
    if (level === 'write' && scope !== 'id-token')
      return [drop, setNode(label(`${scope}-read`, `${id} may only read ${scope}`), place, 'read')];
    if (level === 'read')
      return [drop, setNode(label(`${scope}-write`, `${id} may write ${scope}`), place, 'write')];
    return [drop];
  });
  const added = wanted
    .filter((scope) => permissions[scope] === undefined)
    .map((scope) =>
      setNode(
        label(`add-${scope}`, `${id} has the right "${scope}: write" as well`),
        [...path, 'permissions', scope],
        'write',
      ),
    );
  return [
    ...written,
    ...added,
    dropNode(label('drop', `${id} has no "permissions"`), [...path, 'permissions']),
    setNode(label('write-all', `${id} may write everything`), [...path, 'permissions'], 'write-all'),
  ];
}

/** Rights left out, lowered, raised and added: of the workflow, and of every job that names its own. */
export function mutatePermissions(view: WorkflowView): Mutation[] {
  const label = (change: string, description: string) =>
    ({ kind: 'permission', id: `permissions/${change}`, description }) as const;
  const top =
    view.plain['permissions'] === undefined
      ? []
      : [
          dropNode(label('drop', 'the workflow has no "permissions"'), ['permissions']),
          setNode(label('read-all', 'every job may read everything'), ['permissions'], 'read-all'),
          setNode(label('write-all', 'every job may write everything'), ['permissions'], 'write-all'),
        ];
  return [...top, ...view.jobs.flatMap(mutateJob)];
}
