import { type Label, type Mutation, type MutationKind, setNode } from '../mutation.ts';
import { actionName, isPlain, type JobView, type StepView, type WorkflowView } from '../workflow-view.ts';

function renameKey(label: Label, step: StepView, name: string, other: string): Mutation {
  const path = [...step.path, 'with'];
  return {
    ...label,
    places: [path],
    apply(document) {
      const value = document.getIn([...path, name], true);
      document.deleteIn([...path, name]);
      document.setIn([...path, other], value);
    },
  };
}

function mutateStep(owner: string, step: StepView, isFirst: boolean): Mutation[] {
  const label = (kind: MutationKind, change: string, description: string): Label => ({
    ...{ kind, id: `${owner}/${change}`, description: `${owner}: ${description}` },
  });
  const inputs = isPlain(step.plain['with']) ? Object.keys(step.plain['with']) : [];
  const { uses } = step.plain;
  const isCheckout = typeof uses === 'string' && actionName(uses) === 'checkout';
  return [
    ...inputs.map((name) =>
      renameKey(
        label('input', `with/${name}/misspelled`, `"${name}s" instead of "${name}"`),
        step,
        name,
        `${name}s`,
      ),
    ),
    ...(isCheckout
      ? [
          setNode(
            label('input', 'with/ref/added', 'checks out "main"'),
            [...step.path, 'with', 'ref'],
            'main',
          ),
          setNode(
            label('input', 'with/repository/added', 'checks out another repository'),
            [...step.path, 'with', 'repository'],
            'somebody-else/demo',
          ),
        ]
      : []),
    ...(typeof uses === 'string' && step.plain['if'] === undefined
      ? [
          // Nothing can fail before the first step.
          ...(isFirst
            ? []
            : [
                setNode(
                  label('condition', 'if/added-always', 'starts always'),
                  [...step.path, 'if'],
                  '${{ always() }}',
                ),
              ]),
          setNode(label('condition', 'if/added-never', 'never starts'), [...step.path, 'if'], '${{ false }}'),
        ]
      : []),
  ];
}

function mutateJob({ id, path, plain, steps }: JobView): Mutation[] {
  const label = (kind: MutationKind, change: string, description: string): Label => ({
    ...{ kind, id: `${id}/${change}`, description: `${id}: ${description}` },
  });
  const runners =
    plain['concurrency'] === undefined && steps.some(({ plain: step }) => step['uses'] !== undefined);
  return runners
    ? [
        setNode(
          label('concurrency', 'concurrency/added', 'a newer run cancels this job'),
          [...path, 'concurrency'],
          { group: 'release', 'cancel-in-progress': true },
        ),
      ]
    : [];
}

/** What somebody may add: a ref of a checkout, a condition of a step, a group of a job; and inputs under a wrong name. */
export function mutateAdditions(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap((job) => [
    ...job.steps.flatMap((step, index) => mutateStep(`${job.id}/${step.key}`, step, index === 0)),
    ...mutateJob(job),
  ]);
}
