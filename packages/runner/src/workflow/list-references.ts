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
  Unary,
} from '@actions/expressions/ast';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { isBasicExpression, isMapping, isSequence } from './github-parser.ts';

/** The names of one read of a context: `['needs', 'build', 'outputs', 'files']`; a computed or `*` part ends it. */
export type Reference = readonly string[];

const contexts = [
  ...['github', 'needs', 'inputs', 'steps', 'matrix', 'strategy', 'env', 'vars', 'secrets', 'job', 'jobs'],
  'runner',
];
const functions = ['success', 'failure', 'cancelled', 'always', 'hashFiles'].map((name) => ({
  ...{ name, description: '', minArgs: 0, maxArgs: 255 },
}));

/** The name that an index gives, `.files` or `['files']`; undefined for a computed one. */
function nameOf(index: Expr): string | undefined {
  if (!(index instanceof Literal)) return undefined;
  const { lexeme } = index.token;
  return lexeme.startsWith("'") ? lexeme.slice(1, -1).replaceAll("''", "'") : lexeme;
}

function readChain(tree: Expr): { names: string[]; open: boolean } | undefined {
  if (tree instanceof ContextAccess) return { names: [tree.name.lexeme], open: true };
  if (!(tree instanceof IndexAccess)) return undefined;
  const before = readChain(tree.expr);
  const name = nameOf(tree.index);
  if (before === undefined || !before.open || name === undefined)
    return before === undefined ? undefined : { ...before, open: false };
  return { names: [...before.names, name], open: true };
}

function* walk(tree: Expr): Generator<Reference> {
  const chain = readChain(tree);
  if (chain !== undefined) {
    yield chain.names;
    // `needs[matrix.job]` reads two contexts.
    for (let part = tree; part instanceof IndexAccess; part = part.expr) yield* walkIndex(part.index);
    return;
  }
  if (tree instanceof Grouping) yield* walk(tree.group);
  if (tree instanceof Unary) yield* walk(tree.expr);
  if (tree instanceof Binary) {
    yield* walk(tree.left);
    yield* walk(tree.right);
  }
  if (tree instanceof Logical || tree instanceof FunctionCall) for (const arg of tree.args) yield* walk(arg);
  if (tree instanceof IndexAccess) {
    yield* walk(tree.expr);
    yield* walkIndex(tree.index);
  }
}

function* walkIndex(index: Expr): Generator<Reference> {
  if (!(index instanceof Literal)) yield* walk(index);
}

/** Every read of a context in an expression. @throws Error in the words of GitHub's parser */
export function listExpressionReferences(expression: string): readonly Reference[] {
  const tree = new Parser(new Lexer(expression).lex().tokens, contexts, functions).parse();
  return [...walk(tree)];
}

/** Every read of a context in a part of a workflow file. */
export function listReferences(token: TemplateToken | undefined): readonly Reference[] {
  if (token === undefined) return [];
  if (isBasicExpression(token)) return listExpressionReferences(token.expression);
  if (isSequence(token)) return Array.from(token).flatMap(listReferences);
  if (!isMapping(token)) return [];
  return Array.from(token).flatMap(({ key, value }) => [...listReferences(key), ...listReferences(value)]);
}
