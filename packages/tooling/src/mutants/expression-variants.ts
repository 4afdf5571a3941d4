import {
  Binary,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Logical,
  Unary,
} from '@actions/expressions/ast';
import { parseExpression, printExpression } from './expression-tree.ts';

/** One way in which an expression can be changed. */
export interface Variant {
  /** What is done, with the part it is done to: `drop !failure()`. */
  readonly label: string;
  readonly text: string;
}

type Rebuild = (part: Expr) => Expr;

const otherOperator: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '==': '!=', '!=': '==' };

/** An `||` between the operands of an `&&` needs brackets; brackets more than needed change nothing. */
const enclose = (part: Expr): Expr => (part instanceof Logical ? new Grouping(part) : part);

function replaceAt(parts: readonly Expr[], index: number, part: Expr): Expr[] {
  return parts.map((old, position) => (position === index ? enclose(part) : old));
}

function* walkLogical(tree: Logical, rebuild: Rebuild): Generator<[label: string, tree: Expr]> {
  const { operator, args } = tree;
  for (const [index, arg] of args.entries()) {
    const rest = args.filter((_arg, position) => position !== index);
    const [only] = rest;
    yield [
      `drop ${printExpression(arg)}`,
      rebuild(rest.length === 1 && only !== undefined ? only : new Logical(operator, rest)),
    ];
  }
  const lexeme = otherOperator[operator.lexeme] ?? operator.lexeme;
  yield [
    `${operator.lexeme} becomes ${lexeme} in ${printExpression(tree)}`,
    rebuild(new Logical({ ...operator, lexeme }, args.map(enclose))),
  ];
  for (const [index, arg] of args.entries())
    yield* walk(arg, (part) => rebuild(new Logical(operator, replaceAt(args, index, part))));
}

function* walk(tree: Expr, rebuild: Rebuild): Generator<[label: string, tree: Expr]> {
  if (tree instanceof Logical) yield* walkLogical(tree, rebuild);
  if (tree instanceof Unary) {
    yield [`drop the ! of ${printExpression(tree)}`, rebuild(tree.expr)];
    yield* walk(tree.expr, (part) => rebuild(new Unary(tree.operator, enclose(part))));
  }
  if (tree instanceof Binary) {
    const lexeme = otherOperator[tree.operator.lexeme];
    if (lexeme !== undefined)
      yield [
        `${tree.operator.lexeme} becomes ${lexeme} in ${printExpression(tree)}`,
        rebuild(new Binary(tree.left, { ...tree.operator, lexeme }, tree.right)),
      ];
  }
  if (tree instanceof Grouping) yield* walk(tree.group, (part) => rebuild(new Grouping(part)));
  if (tree instanceof FunctionCall)
    for (const [index, arg] of tree.args.entries())
      yield* walk(arg, (part) =>
        rebuild(new FunctionCall(tree.functionName, replaceAt(tree.args, index, part))),
      );
  if (tree instanceof IndexAccess)
    yield* walk(tree.expr, (part) => rebuild(new IndexAccess(enclose(part), tree.index)));
}

/** Every expression that differs from this one in one operator or operand. */
export function listVariants(text: string): Variant[] {
  const tree = parseExpression(text);
  return [...walk(tree, (part) => part)].map(([label, variant]) => ({
    label,
    text: printExpression(variant),
  }));
}
