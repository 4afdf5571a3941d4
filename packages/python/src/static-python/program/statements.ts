import { readAssignment } from '../assignment-parts.ts';
import { evaluate, evaluateSequence } from '../expressions.ts';
import { descend, type Frame, takeStep } from '../frame.ts';
import { listChildren, listOperands, type SyntaxNode, textOf } from '../syntax.ts';
import { applyBinary } from '../values/operators.ts';
import { objectOf, PythonRaise, unknown, type Value } from '../values/value.ts';
import { assignTo } from './assignments.ts';
import { runBranches, runFor, runIf, runTry, runWith } from './blocks.ts';
import { defineFunction } from './functions.ts';
import { importNames } from './imports.ts';
import type { Signal } from './signal.ts';

/**
 * Executes the statements of a block.
 * @throws PythonRaise as Python would raise
 */
async function executeBlock(frame: Frame, block: SyntaxNode): Promise<Signal | undefined> {
  for (const statement of listChildren(block)) {
    const signal = await descend(frame.machine, () => executeStatement(frame, statement));
    if (signal !== undefined) return signal;
  }
  return undefined;
}

/** Executes a file: a statement that fails is passed over, because what it needs may be installed where the program runs. */
export async function executeModule(frame: Frame, block: SyntaxNode): Promise<void> {
  for (const statement of listChildren(block)) {
    try {
      await descend(frame.machine, () => executeStatement(frame, statement));
    } catch (cause) {
      if (!(cause instanceof PythonRaise)) throw cause;
    }
  }
}

async function executeStatement(frame: Frame, node: SyntaxNode): Promise<Signal | undefined> {
  takeStep(frame);
  const { source, scope } = frame;
  const run = (block: SyntaxNode): Promise<Signal | undefined> => executeBlock(frame, block);
  switch (node.name) {
    case 'StatementGroup':
      return executeBlock(frame, node);
    case 'AssignStatement':
      await executeAssignment(frame, node);
      return undefined;
    case 'UpdateStatement':
      await executeUpdate(frame, node);
      return undefined;
    case 'ExpressionStatement': {
      const [expression] = listOperands(node);
      if (expression !== undefined) await evaluate(frame, expression);
      return undefined;
    }
    case 'ImportStatement':
      await importNames(frame, node);
      return undefined;
    case 'FunctionDefinition':
      await defineFunction(frame, node, (inner, body) => executeBlock(inner, body));
      return undefined;
    case 'DecoratedStatement': {
      const inner = listChildren(node).at(-1);
      return inner === undefined ? undefined : executeStatement(frame, inner);
    }
    case 'ClassDefinition':
      await defineClass(frame, node);
      return undefined;
    case 'IfStatement':
      return runIf(frame, node, (inner, body) => executeBlock(inner, body));
    case 'ForStatement':
      return runFor(frame, node, run);
    case 'WithStatement':
      return runWith(frame, node, run);
    case 'TryStatement':
      return runTry(frame, node, (inner, body) => executeBlock(inner, body));
    case 'WhileStatement':
      // How often it runs is not known: what it assigns is one possibility of two.
      return runBranches(
        frame,
        listChildren(node).filter(({ name }) => name === 'Body'),
        (inner, body) => executeBlock(inner, body),
      );
    case 'ReturnStatement': {
      const operands = listOperands(node);
      const [only] = operands;
      const isTuple = node.getChild(',') !== null;
      const value =
        only === undefined
          ? unknown
          : isTuple
            ? await evaluateSequence(frame, operands)
            : await evaluate(frame, only);
      return { kind: 'return', value };
    }
    case 'BreakStatement':
      return { kind: 'break' };
    case 'ContinueStatement':
      return { kind: 'continue' };
    case 'RaiseStatement':
      throw new PythonRaise(textOf(source, node).slice(0, 200));
    case 'DeleteStatement':
      for (const name of listOperands(node)) scope.names.delete(textOf(source, name));
      return undefined;
    default:
      return undefined;
  }
}

async function executeAssignment(frame: Frame, node: SyntaxNode): Promise<void> {
  const { targets, values, isTuple } = readAssignment(node);
  const [only] = values;
  if (only === undefined) return;
  const value = isTuple ? await evaluateSequence(frame, values) : await evaluate(frame, only);
  for (const target of targets) await assignTo(frame, target, value);
}

async function executeUpdate(frame: Frame, node: SyntaxNode): Promise<void> {
  const [target, operator, expression] = listChildren(node);
  if (target === undefined || operator === undefined || expression === undefined) return;
  const name = textOf(frame.source, operator).replace(/=$/, '');
  const value = applyBinary(name, await evaluate(frame, target), await evaluate(frame, expression));
  await assignTo(frame, [target], value);
}

async function defineClass(frame: Frame, node: SyntaxNode): Promise<void> {
  const name = node.getChild('VariableName');
  const body = node.getChild('Body');
  if (name === null || body === null) return;
  const scope = { names: new Map<string, Value>(), parent: frame.scope };
  try {
    await executeBlock({ ...frame, scope }, body);
  } catch (cause) {
    if (!(cause instanceof PythonRaise)) throw cause;
  }
  frame.scope.names.set(textOf(frame.source, name), objectOf(Object.fromEntries(scope.names)));
}
