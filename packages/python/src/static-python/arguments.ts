import { evaluateComprehension } from './comprehension.ts';
import type { Frame } from './frame.ts';
import { listChildren, type SyntaxNode, textOf } from './syntax.ts';
import { type Arguments, unknown, type Value } from './values/value.ts';

/** The arguments of a call, those of `**options` among them as far as they are known. */
export async function readArguments(frame: Frame, list: SyntaxNode): Promise<Arguments> {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const part of splitAtCommas(listChildren(list))) {
    const [first, second, third] = part;
    if (first === undefined) continue;
    if (first.name === 'VariableName' && second?.name === 'AssignOp' && third !== undefined) {
      named.set(textOf(frame.source, first), await frame.machine.evaluate(frame, third));
    } else if (first.name === '**' && second !== undefined) {
      const options = await frame.machine.evaluate(frame, second);
      if (options.kind === 'dict') for (const [name, value] of options.entries) named.set(name, value);
    } else if (first.name === '*' && second !== undefined) {
      const items = await frame.machine.evaluate(frame, second);
      positional.push(...(items.kind === 'list' ? items.items : [unknown]));
    } else if (part.length > 1 && second !== undefined) {
      // A generator expression as the only argument has no brackets of its own.
      positional.push(await evaluateComprehension(frame, list));
    } else positional.push(await frame.machine.evaluate(frame, first));
  }
  return { positional, named };
}

function splitAtCommas(children: readonly SyntaxNode[]): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const child of children) {
    if (child.name === ',') parts.push([]);
    else if (child.name !== '(' && child.name !== ')') parts.at(-1)?.push(child);
  }
  return parts;
}
