import ts from 'typescript';

/** The kinds of change; a mutant makes exactly one. */
export type Operator = 'condition' | 'guard' | 'await' | 'constant';

/** One change of one source file: another expression or, for a guard, none. Offsets are UTF-16 units of the file's text. */
export interface MutationSite {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** From 1. */
  readonly line: number;
  /** What stands there, on one line, cut. */
  readonly original: string;
}

const swaps: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
]);

const maxOriginalLength = 80;

function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  return (
    ts.isThrowStatement(statement) || ts.isReturnStatement(statement) || ts.isContinueStatement(statement)
  );
}

// A string of several words is what a person reads; whether that is worded well is no question for a mutant.
function isTechnicalWord(node: ts.Node): node is ts.StringLiteral {
  if (!ts.isStringLiteral(node) || node.text === '' || /\s/.test(node.text)) return false;
  const { parent } = node;
  return !(ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isLiteralTypeNode(parent));
}

/** What names a property, in a literal, a class or a pattern, is no value. */
function isPropertyName(node: ts.Node): boolean {
  const { name, propertyName } = node.parent as { name?: ts.Node; propertyName?: ts.Node };
  return name === node || propertyName === node;
}

function isLoopCondition(node: ts.Expression): boolean {
  const { parent } = node;
  return ts.isWhileStatement(parent) || ts.isDoStatement(parent) || ts.isForStatement(parent);
}

/** Lists every change that can be made to the file, in the order of its text. Nothing in a type or an import is changed. */
export function findMutationSites(path: string, text: string): MutationSite[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const sites: MutationSite[] = [];
  const add = (operator: Operator, node: ts.Node, replacement: string): void => {
    const start = node.getStart(source);
    const original = text.slice(start, node.end);
    if (original === replacement) return;
    sites.push({
      path,
      operator,
      start,
      end: node.end,
      replacement,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      original: original.replaceAll(/\s+/g, ' ').slice(0, maxOriginalLength),
    });
  };
  const addCondition = (condition: ts.Expression): void => {
    add('condition', condition, 'false');
    if (!isLoopCondition(condition)) add('condition', condition, 'true');
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node) || isPropertyName(node)) return;
    if (ts.isIfStatement(node)) {
      addCondition(node.expression);
      if (node.elseStatement === undefined && leaves(node.thenStatement)) add('guard', node, ';');
    } else if (ts.isWhileStatement(node)) addCondition(node.expression);
    else if (ts.isConditionalExpression(node)) addCondition(node.condition);
    else if (ts.isBinaryExpression(node)) {
      const swap = swaps.get(node.operatorToken.kind);
      if (swap !== undefined)
        add('condition', node, `(${node.left.getText(source)} ${swap} ${node.right.getText(source)})`);
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add('condition', node, `(${node.operand.getText(source)})`);
    else if (ts.isAwaitExpression(node)) add('await', node, `(${node.expression.getText(source)})`);
    else if (ts.isNumericLiteral(node))
      add('constant', node, node.text === '0' ? '1' : `(${node.getText(source)} + 1)`);
    else if (node.kind === ts.SyntaxKind.TrueKeyword) add('constant', node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add('constant', node, 'true');
    else if (isTechnicalWord(node)) add('constant', node, `'${node.text.replaceAll(/[^a-z]/gi, '')}Mutant'`);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return sites;
}

/** The file's text with the change made. */
export function applyMutation(text: string, { start, end, replacement }: MutationSite): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
