import type { Frame } from './frame.ts';
import { spanOf } from './literals.ts';
import { listChildren, type SyntaxNode, textOf } from './syntax.ts';
import { type Arguments, type ListValue, unknown, type Value } from './values/value.ts';

/** A call as it stands in a file. */
export interface CallSite {
  readonly frame: Frame;
  readonly callee: SyntaxNode;
  readonly list: SyntaxNode;
}

/**
 * The result of a call. What a function makes of a version tuple is a version text: a result that is not known keeps the tuple that
 * went into it as a hint, for `get_version(VERSION)` and `Version(1, 2, 3, "final").canonical()`.
 */
export async function callValue(callee: Value, args: Arguments, site: CallSite): Promise<Value> {
  if (callee.kind === 'function') {
    const result = await callee.call(args);
    if (result.kind !== 'unknown' || result.hint !== undefined) return result;
  }
  if (callee.kind === 'unknown' && callee.hint !== undefined) return callee;
  const carried = [...args.positional, ...args.named.values()].find(
    (value) => value.kind === 'unknown' && value.hint !== undefined,
  );
  if (carried !== undefined) return carried;
  const hint = findVersionTuple(args, site);
  return hint === undefined ? unknown : { kind: 'unknown', hint };
}

function findVersionTuple(
  { positional }: Arguments,
  { frame, callee, list }: CallSite,
): ListValue | undefined {
  if (!/version/i.test(textOf(frame.source, callee))) return undefined;
  const [first, second] = positional;
  if (first?.kind === 'list') return first;
  if (first?.kind !== 'number' || second?.kind !== 'number') return undefined;
  const nodes = listChildren(list).filter(({ name }) => name === 'Number' || name === 'String');
  const [begin, end] = [nodes[0], nodes[positional.length - 1]];
  const origin =
    begin === undefined || end === undefined ? undefined : spanOf(frame.source, begin.from, end.to);
  return { kind: 'list', items: positional, origin };
}
