import { readArguments } from './arguments.ts';
import { callValue } from './calls.ts';
import { evaluateComprehension } from './comprehension.ts';
import { type Frame, lookUp, lookUpStars, nest, takeStep } from './frame.ts';
import { readBuiltin } from './library/builtins.ts';
import { isAstInstance } from './library/native-ast.ts';
import { importByName } from './library/native-modules.ts';
import { readNumber, readString, spanOf } from './literals.ts';
import { listChildren, listOperands, type SyntaxNode, textOf } from './syntax.ts';
import { readAttribute } from './values/attributes.ts';
import { toText } from './values/convert.ts';
import { applyBinary, applyComparison, applySubscript } from './values/operators.ts';
import { concatTexts, readText, sliceText, type TextValue } from './values/text-value.ts';
import {
  booleanValue,
  isTrue,
  nativeFunction,
  none,
  numberValue,
  resolveValue,
  unknown,
  type Value,
} from './values/value.ts';

/** The value of an expression; `unknown` for what cannot be known without running the program. */
export async function evaluate(frame: Frame, node: SyntaxNode): Promise<Value> {
  takeStep(frame);
  return nest(frame.machine, async () => resolveValue(await evaluateNode(frame, node)));
}

async function evaluateNode(frame: Frame, node: SyntaxNode): Promise<Value> {
  const { source } = frame;
  switch (node.name) {
    case 'String':
      return readString(source, node);
    case 'ContinuedString':
      return joinAll(frame, listChildren(node));
    case 'FormatString':
      return evaluateFormat(frame, node);
    case 'Number':
      return readNumber(source, node);
    case 'Boolean':
      return booleanValue(textOf(source, node) === 'True');
    case 'None':
      return none;
    case 'VariableName':
      return readVariable(frame, textOf(source, node));
    case 'ParenthesizedExpression':
      return evaluateFirst(frame, node);
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression':
      return evaluateSequence(frame, listOperands(node));
    case 'DictionaryExpression':
      return evaluateDictionary(frame, node);
    case 'MemberExpression':
      return evaluateMember(frame, node);
    case 'CallExpression':
      return evaluateCall(frame, node);
    case 'UnaryExpression':
      return evaluateUnary(frame, node);
    case 'BinaryExpression':
      return evaluateBinary(frame, node);
    case 'ConditionalExpression':
      return evaluateConditional(frame, node);
    case 'LambdaExpression':
      return defineLambda(frame, node);
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
    case 'SetComprehensionExpression':
      return evaluateComprehension(frame, node);
    case 'NamedExpression':
      return evaluateNamed(frame, node);
    default:
      return unknown;
  }
}

async function readVariable(frame: Frame, name: string): Promise<Value> {
  if (name === 'isinstance')
    return nativeFunction(({ positional: [value, classes] }) => isAstInstance(value, classes));
  if (name === '__import__') return nativeFunction(({ positional: [module] }) => importByName(frame, module));
  return (
    lookUp(frame.scope, name) ?? readBuiltin(frame, name) ?? (await lookUpStars(frame.scope, name)) ?? unknown
  );
}

async function evaluateFirst(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [inner] = listOperands(node);
  return inner === undefined ? unknown : evaluate(frame, inner);
}

/** A list or tuple that is written out, with the place of its items. */
export async function evaluateSequence(frame: Frame, items: readonly SyntaxNode[]): Promise<Value> {
  const values: Value[] = [];
  for (const item of items) values.push(await evaluate(frame, item));
  const [first, last] = [items[0], items.at(-1)];
  const origin =
    first === undefined || last === undefined ? undefined : spanOf(frame.source, first.from, last.to);
  return { kind: 'list', items: values, origin };
}

async function joinAll(frame: Frame, nodes: readonly SyntaxNode[]): Promise<Value> {
  const texts: TextValue[] = [];
  for (const node of nodes) {
    const value = await evaluate(frame, node);
    if (value.kind !== 'text') return unknown;
    texts.push(value);
  }
  return concatTexts(texts);
}

async function evaluateFormat(frame: Frame, node: SyntaxNode): Promise<Value> {
  const whole = readString(frame.source, node);
  const [piece] = whole.pieces;
  // With an escape in it the literal does not stand in the file as it is.
  const start = piece?.origin === undefined ? undefined : piece.origin.start - frame.source.offset;
  if (start === undefined || piece === undefined) return unknown;
  const texts: TextValue[] = [];
  let from = 0;
  for (const field of listChildren(node).filter(({ name }) => name === 'FormatReplacement')) {
    texts.push(sliceText(whole, from, field.from - start));
    from = field.to - start;
    const [inner, ...more] = listOperands(field);
    const value = inner === undefined || more.length > 0 ? unknown : await evaluate(frame, inner);
    const shown = toText(value);
    if (shown === undefined) return value.kind === 'unknown' ? value : unknown;
    texts.push(shown);
  }
  texts.push(sliceText(whole, from, piece.text.length));
  return concatTexts(texts);
}

async function evaluateDictionary(frame: Frame, node: SyntaxNode): Promise<Value> {
  const entries = new Map<string, Value>();
  const others: (readonly [Value, Value])[] = [];
  const children = listChildren(node);
  for (const [index, child] of children.entries()) {
    if (child.name !== ':') continue;
    const [key, value] = [children[index - 1], children[index + 1]];
    if (key === undefined || value === undefined) continue;
    const name = await evaluate(frame, key);
    if (name.kind === 'text') entries.set(readText(name), await evaluate(frame, value));
    else others.push([name, await evaluate(frame, value)]);
  }
  return { kind: 'dict', entries, others };
}

async function evaluateMember(frame: Frame, node: SyntaxNode): Promise<Value> {
  const children = listChildren(node);
  const [base] = children;
  if (base === undefined) return unknown;
  const value = await evaluate(frame, base);
  const name = children.find((child) => child.name === 'PropertyName');
  if (name !== undefined) return readAttribute(value, textOf(frame.source, name));
  const inside = children.slice(children.findIndex((child) => child.name === '[') + 1, -1);
  const bounds: (Value | undefined)[] = [undefined];
  for (const child of inside) {
    if (child.name === ':') bounds.push(undefined);
    else bounds[bounds.length - 1] = await evaluate(frame, child);
  }
  return applySubscript(
    value,
    bounds,
    inside.some((child) => child.name === ','),
  );
}

async function evaluateCall(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [callee, list] = listChildren(node);
  if (callee === undefined || list === undefined) return unknown;
  const args = await readArguments(frame, list);
  if (/^(?:\w+\.)*setup$/.test(textOf(frame.source, callee))) frame.machine.setupCalls.push(args);
  if (callee.name === 'MemberExpression') {
    const [base] = listChildren(callee);
    const name = listChildren(callee).find((child) => child.name === 'PropertyName');
    if (base !== undefined && name !== undefined) {
      const value = await evaluate(frame, base);
      return callValue(await readAttribute(value, textOf(frame.source, name)), args, { frame, callee, list });
    }
  }
  return callValue(await evaluate(frame, callee), args, { frame, callee, list });
}

async function evaluateUnary(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [operator, operand] = listChildren(node);
  if (operator === undefined || operand === undefined) return unknown;
  const value = await evaluate(frame, operand);
  const sign = textOf(frame.source, operator);
  if (sign === 'not') {
    const truth = isTrue(value);
    return truth === undefined ? unknown : booleanValue(!truth);
  }
  return sign === '-' && value.kind === 'number' ? numberValue(-value.value) : unknown;
}

const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in', 'is', 'is not']);

async function evaluateBinary(frame: Frame, node: SyntaxNode): Promise<Value> {
  const children = listChildren(node);
  const [left, right] = [children[0], children.at(-1)];
  if (left === undefined || right === undefined) return unknown;
  const operator = children
    .slice(1, -1)
    .map((child) => textOf(frame.source, child))
    .join(' ');
  const first = await evaluate(frame, left);
  if (operator === 'and' || operator === 'or') {
    const truth = isTrue(first);
    if (truth === undefined) return unknown;
    return truth === (operator === 'or') ? first : evaluate(frame, right);
  }
  const second = await evaluate(frame, right);
  if (!comparisons.has(operator)) return applyBinary(operator, first, second);
  const result = applyComparison(operator, first, second);
  return result === undefined ? unknown : booleanValue(result);
}

async function evaluateConditional(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [yes, condition, no] = listOperands(node);
  if (yes === undefined || condition === undefined || no === undefined) return unknown;
  const truth = isTrue(await evaluate(frame, condition));
  return truth === undefined ? unknown : evaluate(frame, truth ? yes : no);
}

async function evaluateNamed(frame: Frame, node: SyntaxNode): Promise<Value> {
  const [name, expression] = listOperands(node);
  if (name === undefined || expression === undefined) return unknown;
  const value = await evaluate(frame, expression);
  frame.scope.names.set(textOf(frame.source, name), value);
  return value;
}

async function defineLambda(frame: Frame, node: SyntaxNode): Promise<Value> {
  const parameters = listChildren(node).find((child) => child.name === 'ParamList');
  const body = listChildren(node).at(-1);
  const names =
    parameters === undefined ? [] : listOperands(parameters).map((each) => textOf(frame.source, each));
  return {
    kind: 'function',
    call: async ({ positional }) => {
      const scope = { names: new Map<string, Value>(), parent: frame.scope };
      for (const [index, name] of names.entries()) scope.names.set(name, positional[index] ?? unknown);
      return body === undefined ? unknown : evaluate({ ...frame, scope }, body);
    },
  };
}
