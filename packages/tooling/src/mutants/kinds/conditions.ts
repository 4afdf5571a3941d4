import { joinPieces, splitExpressions } from '../embedded-expressions.ts';
import { listVariants } from '../expression-variants.ts';
import { type Mutation, setNode } from '../mutation.ts';
import { type Path, toSlug, type WorkflowView } from '../workflow-view.ts';

/** Text of a condition without the braces that it may have. */
function readCondition(written: unknown): string {
  const pieces = splitExpressions(String(written).trim());
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only.text.replaceAll(/\s+/g, ' ') : String(written);
}

const wrap = (text: string): string => joinPieces([{ kind: 'expression', text }]);

function mutateCondition(owner: string, path: Path, written: unknown): Mutation[] {
  const condition = readCondition(written);
  const place = [...path, 'if'];
  const change = (id: string, description: string, text: string): Mutation =>
    setNode({ kind: 'condition', id: `${owner}/if/${id}`, description }, place, wrap(text));
  const forced = [
    change('true', `the condition of ${owner} is "true"`, 'true'),
    // A condition without a function of state waits for success; this one does not.
    change('always', `the condition of ${owner} is "always()"`, 'always()'),
    change('false', `the condition of ${owner} is "false"`, 'false'),
    change('negated', `the condition of ${owner} is negated`, `!(${condition})`),
  ];
  return [
    ...forced,
    ...listVariants(condition).map(({ label, text }) =>
      change(toSlug(label), `in the condition of ${owner}: ${label}`, text),
    ),
  ];
}

/** Every `if` of a job or step: true, always, false, negated, and each of its parts left out or turned round. */
export function mutateConditions(view: WorkflowView): Mutation[] {
  return view.jobs.flatMap(({ id, path, plain, steps }) => [
    ...(plain['if'] === undefined
      ? [
          setNode(
            {
              kind: 'condition',
              id: `${id}/if/added-false`,
              description: `${id} gets the condition "false"`,
            },
            [...path, 'if'],
            wrap('false'),
          ),
        ]
      : mutateCondition(id, path, plain['if'])),
    ...steps.flatMap((step) =>
      step.plain['if'] === undefined ? [] : mutateCondition(`${id}/${step.key}`, step.path, step.plain['if']),
    ),
  ]);
}
