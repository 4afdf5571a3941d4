import {
  dropNode,
  exchangeNodes,
  type Label,
  type Mutation,
  type MutationKind,
  setNode,
} from '../mutation.ts';
import { isPlain, type JobView, type Path, toSlug, type WorkflowView } from '../workflow-view.ts';

function mutateConcurrency(owner: string, path: Path, written: unknown): Mutation[] {
  const place = [...path, 'concurrency'];
  const label = (change: string, description: string): Label => ({
    kind: 'concurrency',
    id: `${owner}/concurrency/${change}`,
    description: `${owner}: ${description}`,
  });
  if (written === undefined) return [];
  const drop = dropNode(label('drop', 'no "concurrency"'), place);
  if (!isPlain(written)) return [drop];
  return [
    drop,
    setNode(label('cancel', 'a newer run cancels this one'), [...place, 'cancel-in-progress'], true),
    setNode(label('constant', 'all runs share one group'), [...place, 'group'], 'release'),
    setNode(label('unique', 'every run has a group of its own'), [...place, 'group'], '${{ github.run_id }}'),
    setNode(
      label('workflow', 'the group does not name the ref'),
      [...place, 'group'],
      '${{ github.workflow }}',
    ),
    dropNode(label('drop-group', 'a group without a name'), [...place, 'group']),
    ...(written['cancel-in-progress'] === undefined
      ? []
      : [dropNode(label('drop-cancel', 'no "cancel-in-progress"'), [...place, 'cancel-in-progress'])]),
  ];
}

function mutateMatrix({ id, path, plain }: JobView): Mutation[] {
  const strategy = isPlain(plain['strategy']) ? plain['strategy'] : {};
  const matrix = isPlain(strategy['matrix']) ? strategy['matrix'] : {};
  const include: unknown[] = Array.isArray(matrix['include']) ? matrix['include'] : [];
  const cells = include.filter(isPlain);
  const place = [...path, 'strategy', 'matrix', 'include'];
  const label = (change: string, description: string): Label => ({
    kind: 'matrix',
    id: `${id}/matrix/${change}`,
    description: `${id}: ${description}`,
  });
  const drops = cells.map((cell, index) => {
    const name = toSlug(String(Object.values(cell)[0]));
    return dropNode(label(`drop-${name}`, `no leg ${Object.values(cell).join(', ')}`), [...place, index]);
  });
  const [first] = cells;
  if (first === undefined || cells.length < 2) return drops;
  const exchanges = Object.keys(first).map((key) =>
    exchangeNodes(
      label(`exchange-${toSlug(key)}`, `the first two legs exchange "${key}"`),
      [...place, 0, key],
      [...place, 1, key],
    ),
  );
  return [
    ...drops,
    ...exchanges,
    dropNode(label('drop', 'no matrix'), [...path, 'strategy']),
    setNode(
      label('slow', 'a failed leg does not stop the others'),
      [...path, 'strategy', 'fail-fast'],
      false,
    ),
  ];
}

function mutateJob(job: JobView): Mutation[] {
  const { id, path, plain } = job;
  const change = (kind: MutationKind, key: string, description: string): Label => ({
    kind,
    id: `${id}/${key}`,
    description: `${id}: ${description}`,
  });
  const { environment } = plain;
  return [
    ...(environment === undefined
      ? []
      : [
          dropNode(change('environment', 'environment/drop', 'in no environment'), [...path, 'environment']),
          setNode(
            change('environment', 'environment/other', 'in another environment'),
            [...path, 'environment'],
            'other',
          ),
        ]),
    ...(plain['timeout-minutes'] === undefined
      ? []
      : [dropNode(change('limit', 'timeout/drop', 'no "timeout-minutes"'), [...path, 'timeout-minutes'])]),
    setNode(
      change('job', 'continue-on-error', 'a failure counts as success'),
      [...path, 'continue-on-error'],
      true,
    ),
    ...mutateConcurrency(id, path, plain['concurrency']),
    ...mutateMatrix(job),
  ];
}

/** What surrounds the steps: environments, concurrency, limits, matrices, forgiven failures. */
export function mutateSettings(view: WorkflowView): Mutation[] {
  return [
    ...mutateConcurrency('the-workflow', [], view.plain['concurrency']),
    ...view.jobs.flatMap(mutateJob),
  ];
}
