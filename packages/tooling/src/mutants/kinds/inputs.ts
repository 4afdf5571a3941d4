import { joinPieces, splitExpressions } from '../embedded-expressions.ts';
import { parseExpression, readChain } from '../expression-tree.ts';
import { listVariants } from '../expression-variants.ts';
import { dropNode, type Label, type Mutation, setNode } from '../mutation.ts';
import {
  actionName,
  isPlain,
  type Path,
  type StepView,
  toSlug,
  type WorkflowView,
} from '../workflow-view.ts';

/** Values that the same input of the same action has elsewhere in the file, by `action/input`. */
function collectValues(steps: readonly StepView[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const { plain } of steps) {
    const inputs = isPlain(plain['with']) ? plain['with'] : {};
    for (const [name, value] of Object.entries(inputs)) {
      const key = `${actionName(String(plain['uses']))}/${name}`;
      values.set(key, (values.get(key) ?? new Set()).add(String(value)));
    }
  }
  return values;
}

/** Outputs that the same job has beside the one an expression reads. */
function listSiblings(view: WorkflowView, expression: string): string[] {
  const chain = readChain(parseExpression(expression));
  const [context, job, member, name] = chain ?? [];
  if (chain?.length !== 4 || context !== 'needs' || member !== 'outputs') return [];
  const outputs = view.jobs.find(({ id }) => id === job)?.plain['outputs'];
  const others = Object.keys(isPlain(outputs) ? outputs : {}).filter((other) => other !== name);
  return others.slice(0, 1).map((other) => `needs.${job}.outputs.${other}`);
}

function swapLiteral(value: unknown, seen: ReadonlySet<string>): string[] {
  const text = String(value);
  if (text === 'true' || text === 'false') return [text === 'true' ? 'false' : 'true'];
  const others = [...seen].filter((other) => other !== text && !other.includes('${{'));
  if (others.length > 0) return others;
  if (/^\d+$/.test(text)) return [text === '0' ? '1' : '0'];
  return [`${text}-other`];
}

function mutateExpressions(
  view: WorkflowView,
  label: (id: string, what: string) => Label,
  place: Path,
  text: string,
): Mutation[] {
  const pieces = splitExpressions(text);
  return pieces.flatMap((piece, index) => {
    if (piece.kind === 'text') return [];
    const replace = (by: string): string =>
      joinPieces(pieces.map((old, at) => (at === index ? { kind: 'expression', text: by } : old)));
    const part = toSlug(piece.text);
    return [
      ...listVariants(piece.text).map((variant) =>
        setNode(label(`${part}-${toSlug(variant.label)}`, variant.label), place, replace(variant.text)),
      ),
      ...listSiblings(view, piece.text).map((other) =>
        setNode(
          label(`${part}-is-${toSlug(other)}`, `${other} instead of ${piece.text}`),
          place,
          replace(other),
        ),
      ),
      ...(piece.text === 'github.ref_name'
        ? [
            setNode(
              label('is-github-sha', 'github.sha instead of github.ref_name'),
              place,
              replace('github.sha'),
            ),
          ]
        : []),
    ];
  });
}

/** Entries of a list left out one at a time: its lines, else what stands between its commas. */
function dropEntries(text: string): [entry: string, rest: string][] {
  const mark = text.includes('\n') ? '\n' : ',';
  const entries = text.split(mark).filter((entry) => entry.trim() !== '');
  if (entries.length < 2 || (mark === ',' && text.includes('${{') && !text.startsWith('{'))) return [];
  return entries.map((entry, index) => [
    entry.trim(),
    entries.filter((_entry, position) => position !== index).join(mark),
  ]);
}

/** An object of JSON with expressions in it: each of its keys left out. */
function dropJsonKeys(text: string): [key: string, rest: string][] {
  const pieces = splitExpressions(text);
  const expressions: string[] = [];
  const masked = pieces
    .map((piece) =>
      piece.kind === 'text' ? piece.text : JSON.stringify(`\u0001${expressions.push(piece.text) - 1}`),
    )
    .join('');
  let parsed: unknown;
  try {
    parsed = JSON.parse(masked);
  } catch {
    return [];
  }
  if (!isPlain(parsed)) return [];
  const entries = Object.entries(parsed);
  const print = (kept: readonly [string, unknown][]): string =>
    JSON.stringify(Object.fromEntries(kept)).replaceAll(
      /"\\u0001(\d+)"/g,
      (_match, index: string) => `\${{ ${expressions[Number(index)] ?? ''} }}`,
    );
  return entries.map(([key], index) => [
    key,
    print(entries.filter((_entry, position) => position !== index)),
  ]);
}

/** Every input of every step left out, given another value, and shortened by an entry of its list. */
export function mutateInputs(view: WorkflowView): Mutation[] {
  const steps = view.jobs.flatMap((job) => job.steps);
  const values = collectValues(steps);
  return view.jobs.flatMap(({ id, steps: own }) =>
    own.flatMap((step) => {
      const inputs = isPlain(step.plain['with']) ? Object.entries(step.plain['with']) : [];
      return inputs.flatMap(([name, value]) => {
        const owner = `${id}/${step.key}`;
        const place = [...step.path, 'with', name];
        const text = String(value);
        const label = (change: string, what: string): Label => ({
          kind: 'input',
          id: `${owner}/with/${name}/${change}`,
          description: `the input "${name}" of ${owner}: ${what}`,
        });
        const keys = dropJsonKeys(text);
        const entries = keys.length > 0 ? keys : dropEntries(text);
        const seen = values.get(`${actionName(String(step.plain['uses']))}/${name}`) ?? new Set();
        const literals = text.includes('${{') || text.includes('\n') ? [] : swapLiteral(value, seen);
        return [
          dropNode(label('drop', 'left out'), place),
          ...literals.map((other) =>
            setNode(label(`is-${toSlug(other)}`, `"${other}" instead of "${text}"`), place, other),
          ),
          ...entries.map(([entry, rest]) =>
            setNode(label(`without-${toSlug(entry)}`, `without ${entry}`), place, rest),
          ),
          ...mutateExpressions(
            view,
            (change, what) => ({ ...label(change, what), kind: 'expression' }),
            place,
            text,
          ),
        ];
      });
    }),
  );
}
