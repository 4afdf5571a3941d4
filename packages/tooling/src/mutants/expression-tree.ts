import { Lexer, Parser } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';

const contexts = [
  ...['github', 'needs', 'inputs', 'steps', 'matrix', 'strategy', 'env', 'vars', 'secrets', 'job', 'jobs'],
  'runner',
];
const anyArguments = { minArgs: 0, maxArgs: 255 };
const functions = ['success', 'failure', 'cancelled', 'always', 'hashFiles'].map((name) => ({
  name,
  description: '',
  ...anyArguments,
}));

/** Parses the text between `${{` and `}}` with GitHub's own parser. @throws Error in its words */
export function parseExpression(text: string): Expr {
  return new Parser(new Lexer(text).lex().tokens, contexts, functions).parse();
}

/** Writes a tree as GitHub reads it. */
export function printExpression(tree: Expr): string {
  if (tree instanceof Literal) return tree.token.lexeme;
  if (tree instanceof Grouping) return `(${printExpression(tree.group)})`;
  if (tree instanceof ContextAccess) return tree.name.lexeme;
  if (tree instanceof FunctionCall)
    return `${tree.functionName.lexeme}(${tree.args.map(printExpression).join(', ')})`;
  if (tree instanceof Unary) return `!${printExpression(tree.expr)}`;
  if (tree instanceof Binary)
    return `${printExpression(tree.left)} ${tree.operator.lexeme} ${printExpression(tree.right)}`;
  if (tree instanceof Logical) return tree.args.map(printExpression).join(` ${tree.operator.lexeme} `);
  if (tree instanceof IndexAccess) return printExpression(tree.expr) + printIndex(tree.index);
  throw new Error(`An expression has a part that cannot be written: ${tree.constructor.name}`);
}

// The name behind a dot is a literal whose token is the bare name.
const bareName = /^[A-Za-z_][\w-]*$/;

function printIndex(index: Expr): string {
  if (index instanceof Star) return '.*';
  const isName = index instanceof Literal && bareName.test(index.token.lexeme);
  return isName ? `.${index.token.lexeme}` : `[${printExpression(index)}]`;
}

/** `needs.build.outputs.files` as its names; undefined for what is not a plain chain of names. */
export function readChain(tree: Expr): readonly string[] | undefined {
  if (tree instanceof ContextAccess) return [tree.name.lexeme];
  if (!(tree instanceof IndexAccess)) return undefined;
  const { index } = tree;
  const before = readChain(tree.expr);
  if (before === undefined || !(index instanceof Literal)) return undefined;
  return bareName.test(index.token.lexeme) ? [...before, index.token.lexeme] : undefined;
}
