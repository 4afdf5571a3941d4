import type { PythonSource, SyntaxNode } from './syntax.ts';
import { type Arguments, PythonBudget, type Value } from './values/value.ts';

/** Names of a function inside those of its module. */
export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | undefined;
  /** Modules whose names were imported with `*`. */
  readonly stars?: (() => Promise<Value>)[];
}

/** What all files of one reading share. */
export interface Machine {
  /** Text of a file of the project; undefined if there is none. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** Folders below which modules are searched: `''`, `src/`. */
  readonly roots: string[];
  /** Evaluates an expression; here, so that the parts of the reader need not know each other. */
  readonly evaluate: (frame: Frame, node: SyntaxNode) => Promise<Value>;
  /** Executes the statements of a file or a part of one. */
  readonly execute: (frame: Frame, body: SyntaxNode) => Promise<void>;
  /** A module of Python's own library. */
  readonly native: (frame: Frame, name: string) => Value | undefined;
  /** Names of modules that were read, by path. */
  readonly modules: Map<string, Scope>;
  /** Calls of `setup()`. */
  readonly setupCalls: Arguments[];
  /** What `print()` was given. */
  readonly printed: Value[];
  steps: number;
  /** Expressions inside of each other that are being evaluated. */
  nesting: number;
  depth: number;
}

/** Where an expression is evaluated. */
export interface Frame {
  readonly machine: Machine;
  readonly source: PythonSource;
  readonly scope: Scope;
  /** Whether an exception of the statement is caught around it. */
  readonly isTried?: boolean;
}

const maxSteps = 1_000_000;
const maxDepth = 60;
const maxNesting = 300;

/** Counts one step. @throws PythonBudget */
export function takeStep({ machine }: Frame): void {
  machine.steps += 1;
  if (machine.steps > maxSteps) throw new PythonBudget('too many steps');
}

/** Evaluates something inside of an expression. @throws PythonBudget */
export async function nest<T>(machine: Machine, run: () => Promise<T>): Promise<T> {
  machine.nesting += 1;
  try {
    if (machine.nesting > maxNesting) throw new PythonBudget('nested too deeply');
    return await run();
  } finally {
    machine.nesting -= 1;
  }
}

/** Runs something one level deeper. @throws PythonBudget */
export async function descend<T>(machine: Machine, run: () => Promise<T>): Promise<T> {
  machine.depth += 1;
  try {
    if (machine.depth > maxDepth) throw new PythonBudget('nested too deeply');
    return await run();
  } finally {
    machine.depth -= 1;
  }
}

/** The value of a name, in the scope or those around it. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value of a name that `from module import *` brings in. */
export async function lookUpStars(scope: Scope, name: string): Promise<Value | undefined> {
  let top = scope;
  while (top.parent !== undefined) top = top.parent;
  // Two modules that import everything from each other end here.
  if (searching.has(top)) return undefined;
  searching.add(top);
  try {
    for (const load of (top.stars ?? []).toReversed()) {
      const module = await load();
      const found = module.kind === 'object' ? await module.attribute(name) : undefined;
      if (found !== undefined && found.kind !== 'unknown') return found;
    }
    return undefined;
  } finally {
    searching.delete(top);
  }
}

const searching = new WeakSet<Scope>();
