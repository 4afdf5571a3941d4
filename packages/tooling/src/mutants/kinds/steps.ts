import { dropNode, exchangeNodes, insertNode, type Label, type Mutation, setNode } from '../mutation.ts';
import { isPlain, type JobView, type WorkflowView } from '../workflow-view.ts';

const script = { name: 'Prepare', run: 'true' };
// An action whose pin is in order, so that its place alone is what is wrong.
const foreign = { uses: 'actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405' };

function mutateJobSteps({ id, path, plain, steps }: JobView): Mutation[] {
  const label = (change: string, description: string): Label => ({
    kind: 'step',
    id: `${id}/steps/${change}`,
    description,
  });
  const place = [...path, 'steps'];
  const single = steps.flatMap((step, index) => {
    const { key } = step;
    const next = steps[index + 1];
    return [
      ...(steps.length > 1 ? [dropNode(label(`drop-${key}`, `${id} lacks the step ${key}`), step.path)] : []),
      setNode(
        label(`forgive-${key}`, `a failure of ${id}/${key} counts as success`),
        [...step.path, 'continue-on-error'],
        true,
      ),
      ...(step.plain['id'] === undefined
        ? []
        : [
            dropNode(label(`drop-id-${key}`, `${id}/${key} has no id`), [...step.path, 'id']),
            setNode(
              label(`rename-id-${key}`, `${id}/${key} has another id`),
              [...step.path, 'id'],
              `${key}-other`,
            ),
          ]),
      ...(next === undefined
        ? []
        : [
            exchangeNodes(
              label(`exchange-${key}-${next.key}`, `${id}: ${next.key} comes before ${key}`),
              step.path,
              next.path,
            ),
          ]),
    ];
  });
  const permissions = isPlain(plain['permissions']) ? plain['permissions'] : {};
  const mints = permissions['id-token'] === 'write';
  if (steps.length === 0) return single;
  return [
    ...single,
    ...(mints
      ? [
          insertNode(
            label('add-script-first', `${id} runs a script first, and may say who it is`),
            place,
            0,
            script,
          ),
          insertNode(
            label('add-script-last', `${id} runs a script last, and may say who it is`),
            place,
            steps.length,
            script,
          ),
          insertNode(
            label('add-action', `${id} runs the action of somebody else, and may say who it is`),
            place,
            0,
            foreign,
          ),
        ]
      : []),
  ];
}

/** Steps left out, exchanged with the next one, forgiven, renamed; foreign steps beside those that may mint a token. */
export function mutateSteps(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(mutateJobSteps);
}

/** Every job left out, which leaves the `needs` of others without it. */
export function mutateJobs(view: WorkflowView): Mutation[] {
  return view.jobs.map((job) => {
    const { id, path } = job;
    const label: Label = { kind: 'job', id: `${id}/drop`, description: `no job ${id}` };
    const users = view.jobs.filter(({ plain }) => [plain['needs'] ?? []].flat().includes(id));
    return {
      ...label,
      places: [path, ...users.map((user) => [...user.path, 'needs'])],
      apply(document) {
        document.deleteIn(path);
        for (const { path: user, plain } of users) {
          const rest = [plain['needs']].flat().filter((need) => need !== id);
          if (rest.length === 0) document.deleteIn([...user, 'needs']);
          else document.setIn([...user, 'needs'], document.createNode(rest));
        }
      },
    };
  });
}
