import { dropNode, type Label, type Mutation, setNode } from '../mutation.ts';
import { isPlain, type WorkflowView } from '../workflow-view.ts';

const added = {
  pull_request_target: {},
  pull_request: {},
  workflow_run: { workflows: ['ci'], types: ['completed'] },
} as const;

const label = (change: string, description: string): Label => ({
  kind: 'trigger',
  id: `on/${change}`,
  description,
});

function mutateInputs(inputs: Readonly<Record<string, unknown>>): Mutation[] {
  return Object.entries(inputs).flatMap(([name, input]) => {
    const place = ['on', 'workflow_dispatch', 'inputs', name];
    const drop = dropNode(label(`inputs/drop-${name}`, `nobody can give "${name}"`), place);
    if (!isPlain(input)) return [drop];
    const options: unknown[] = Array.isArray(input['options']) ? input['options'] : [];
    const flipped = input['default'] === true ? false : input['default'] === false ? true : undefined;
    const other = flipped ?? options.find((option) => option !== input['default']);
    return [
      drop,
      ...(other === undefined
        ? []
        : [
            setNode(
              label(`inputs/${name}-default`, `"${name}" is "${String(other)}" unless given`),
              [...place, 'default'],
              other,
            ),
          ]),
    ];
  });
}

/** Events, their filters and their inputs: left out, changed and added. */
export function mutateTriggers(view: WorkflowView): Mutation[] {
  const on = view.plain['on'];
  if (!isPlain(on)) return [];
  const events = Object.entries(on).map(([event]) =>
    dropNode(label(`drop-${event}`, `the workflow does not start on ${event}`), ['on', event]),
  );
  const additions = Object.entries(added)
    .filter(([event]) => on[event] === undefined)
    .map(([event, value]) =>
      setNode(label(`add-${event}`, `the workflow starts on ${event} as well`), ['on', event], value),
    );
  const push = isPlain(on['push']) ? on['push'] : undefined;
  const filters = Object.entries(push ?? {}).flatMap(([filter, patterns]) => [
    setNode(
      label(`push/${filter}-other`, `a push starts it for other ${filter}`),
      ['on', 'push', filter],
      ['other-*'],
    ),
    dropNode(label(`push/drop-${filter}`, `a push of anything starts it`), ['on', 'push', filter]),
    ...(Array.isArray(patterns) && patterns.join() !== '**'
      ? [
          setNode(
            label(`push/${filter}-all`, `a push of any of its ${filter} starts it`),
            ['on', 'push', filter],
            ['**'],
          ),
        ]
      : []),
  ]);
  const branches =
    push === undefined || push['branches'] !== undefined
      ? []
      : [
          setNode(
            label('push/add-branches', 'a push to any branch starts it'),
            ['on', 'push', 'branches'],
            ['**'],
          ),
        ];
  const dispatch = isPlain(on['workflow_dispatch']) ? on['workflow_dispatch'] : {};
  const inputs = isPlain(dispatch['inputs']) ? dispatch['inputs'] : {};
  return [...events, ...additions, ...filters, ...branches, ...mutateInputs(inputs)];
}
