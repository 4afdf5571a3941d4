import { listChildren, type SyntaxNode } from './syntax.ts';

/** The parts of `a = b, c = value` between the equals signs. */
export interface Assignment {
  /** Each with the names that one value is spread over. */
  readonly targets: readonly (readonly SyntaxNode[])[];
  readonly values: readonly SyntaxNode[];
  /** Whether the value is a tuple without brackets. */
  readonly isTuple: boolean;
}

/** Takes an assignment apart. */
export function readAssignment(node: SyntaxNode): Assignment {
  const groups: SyntaxNode[][] = [[]];
  let commas = 0;
  for (const child of listChildren(node)) {
    if (child.name === 'AssignOp') {
      groups.push([]);
      commas = 0;
    } else if (child.name === ',') commas += 1;
    else if (child.name !== 'TypeDef') groups.at(-1)?.push(child);
  }
  const values = groups.length > 1 ? (groups.pop() ?? []) : [];
  return { targets: groups, values, isTuple: commas > 0 };
}
