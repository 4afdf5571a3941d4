import { type Frame, type Scope, takeStep } from '../frame.ts';
import { listChildren, type SyntaxNode } from '../syntax.ts';
import { areEqual, toItems } from '../values/convert.ts';
import { isTrue, PythonRaise, unknown, type Value } from '../values/value.ts';
import { assignTo } from './assignments.ts';
import type { Signal } from './signal.ts';

type Run = (block: SyntaxNode) => Promise<Signal | undefined>;
type RunIn = (frame: Frame, block: SyntaxNode) => Promise<Signal | undefined>;

/** `if`, `elif`, `else`: the branch that is taken, or all that may be if a condition is not known. */
export async function runIf(frame: Frame, node: SyntaxNode, run: RunIn): Promise<Signal | undefined> {
  const possible: SyntaxNode[] = [];
  let condition: SyntaxNode | undefined;
  for (const child of listChildren(node)) {
    if (child.name !== 'Body') {
      if (/^[A-Z]/.test(child.name)) condition = child;
      else if (child.name === 'else') condition = undefined;
      continue;
    }
    const truth = condition === undefined ? true : isTrue(await frame.machine.evaluate(frame, condition));
    if (truth === false) continue;
    possible.push(child);
    if (truth !== true) continue;
    return possible.length === 1 ? run(frame, child) : runBranches(frame, possible, run);
  }
  return runBranches(frame, possible, run);
}

/** Runs blocks of which one may be taken: a name keeps the value it had, or gets the one that they agree on. */
export async function runBranches(
  frame: Frame,
  blocks: readonly SyntaxNode[],
  run: RunIn,
): Promise<Signal | undefined> {
  const outcomes: Scope[] = [];
  const returned: Value[] = [];
  for (const block of blocks) {
    const scope = { names: new Map(frame.scope.names), parent: frame.scope.parent };
    try {
      const signal = await run({ ...frame, scope }, block);
      if (signal?.kind === 'return') returned.push(signal.value);
      else outcomes.push(scope);
    } catch (cause) {
      if (!(cause instanceof PythonRaise)) throw cause;
    }
  }
  const names = new Set(outcomes.flatMap((scope) => [...scope.names.keys()]));
  for (const name of names) {
    const before = frame.scope.names.get(name);
    // What depends on a condition that is not known is mostly a variant of the build, not the release.
    if (before !== undefined && before.kind !== 'unknown') continue;
    const values = outcomes.map((scope) => scope.names.get(name));
    frame.scope.names.set(name, mergeValues(values));
  }
  const known = returned.filter(({ kind }) => kind !== 'unknown');
  // A known result of every way out is the result; one of some ways is as good as none.
  return known.length > 0 && outcomes.length === 0
    ? { kind: 'return', value: mergeValues(known) }
    : undefined;
}

function mergeValues(values: readonly (Value | undefined)[]): Value {
  const known = values.filter((value) => value !== undefined && value.kind !== 'unknown') as Value[];
  const [first, ...others] = known;
  if (first === undefined) return unknown;
  return others.every((other) => areEqual(first, other) === true) ? first : unknown;
}

export async function runFor(frame: Frame, node: SyntaxNode, run: Run): Promise<Signal | undefined> {
  const children = listChildren(node);
  const at = children.findIndex(({ name }) => name === 'in');
  const targets = children.slice(1, at).filter(({ name }) => /^[A-Z]/.test(name));
  const iterated = children[at + 1];
  const [body, otherwise] = children.filter(({ name }) => name === 'Body');
  if (iterated === undefined || body === undefined) return undefined;
  const items = toItems(await frame.machine.evaluate(frame, iterated));
  for (const item of items ?? []) {
    takeStep(frame);
    await assignTo(frame, targets, item);
    const signal = await run(body);
    if (signal?.kind === 'return') return signal;
    if (signal?.kind === 'break') return undefined;
  }
  return otherwise === undefined ? undefined : run(otherwise);
}

export async function runWith(frame: Frame, node: SyntaxNode, run: Run): Promise<Signal | undefined> {
  const children = listChildren(node);
  for (const [index, child] of children.entries()) {
    if (child.name !== 'as') continue;
    const [expression, target] = [children[index - 1], children[index + 1]];
    if (expression === undefined || target === undefined) continue;
    await assignTo(frame, [target], await frame.machine.evaluate(frame, expression));
  }
  const body = children.find(({ name }) => name === 'Body');
  return body === undefined ? undefined : run(body);
}

/** `try`: the block, or its handler if it raises. */
export async function runTry(frame: Frame, node: SyntaxNode, run: RunIn): Promise<Signal | undefined> {
  const children = listChildren(node);
  const blockAfter = (word: string): SyntaxNode | undefined => {
    const at = children.findIndex(({ name }) => name === word);
    return at < 0 ? undefined : children.slice(at).find(({ name }) => name === 'Body');
  };
  const [body] = children.filter(({ name }) => name === 'Body');
  let signal: Signal | undefined;
  try {
    signal = body === undefined ? undefined : await run({ ...frame, isTried: true }, body);
    const otherwise = blockAfter('else');
    if (signal === undefined && otherwise !== undefined) signal = await run(frame, otherwise);
  } catch (cause) {
    const handler = blockAfter('except');
    if (!(cause instanceof PythonRaise) || handler === undefined) throw cause;
    signal = await run(frame, handler);
  }
  const last = blockAfter('finally');
  return (last === undefined ? undefined : await run(frame, last)) ?? signal;
}
