import { type Frame, takeStep } from './frame.ts';
import { listOperands, type SyntaxNode, textOf } from './syntax.ts';
import { toItems } from './values/convert.ts';
import { isTrue, listValue, unknown, type Value } from './values/value.ts';

/** `[x for x in items if condition]` with one loop over one name, in brackets of any kind or as an argument. */
export async function evaluateComprehension(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [result, target, iterated, condition, ...more] = listOperands(node);
  if (result === undefined || target?.name !== 'VariableName' || iterated === undefined || more.length > 0)
    return unknown;
  const { evaluate } = frame.machine;
  const items = toItems(await evaluate(frame, iterated));
  if (items === undefined) return unknown;
  const found: Value[] = [];
  for (const item of items) {
    takeStep(frame);
    const scope = { names: new Map([[textOf(frame.source, target), item]]), parent: frame.scope };
    const inner = { ...frame, scope };
    const truth = condition === undefined ? true : isTrue(await evaluate(inner, condition));
    if (truth === undefined) return unknown;
    if (truth) found.push(await evaluate(inner, result));
  }
  return listValue(found);
}
