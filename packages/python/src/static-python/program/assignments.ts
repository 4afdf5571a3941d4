import type { Frame } from '../frame.ts';
import { listChildren, type SyntaxNode, textOf } from '../syntax.ts';
import { readText } from '../values/text-value.ts';
import { unknown, type Value } from '../values/value.ts';

/** Assigns to a name, an item of a dict, or several of them. */
export async function assignTo(frame: Frame, targets: readonly SyntaxNode[], value: Value): Promise<void> {
  const [only] = targets;
  if (only === undefined) return;
  if (targets.length > 1 || only.name === 'TupleExpression' || only.name === 'ArrayExpression') {
    const names = targets.length > 1 ? targets : listChildren(only).filter(({ name }) => /^[A-Z]/.test(name));
    const items = value.kind === 'list' && value.items.length === names.length ? value.items : [];
    for (const [index, name] of names.entries()) await assignTo(frame, [name], items[index] ?? unknown);
    return;
  }
  if (only.name === 'VariableName') frame.scope.names.set(textOf(frame.source, only), value);
  if (only.name !== 'MemberExpression') return;
  const [base, opening, key] = listChildren(only);
  if (base === undefined || opening?.name !== '[' || key === undefined) return;
  const container = await frame.machine.evaluate(frame, base);
  const index = await frame.machine.evaluate(frame, key);
  if (container.kind === 'dict' && index.kind === 'text') container.entries.set(readText(index), value);
}
