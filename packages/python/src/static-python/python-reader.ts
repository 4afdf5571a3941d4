import { evaluate } from './expressions.ts';
import type { Machine, Scope } from './frame.ts';
import { nativeModule } from './library/native-modules.ts';
import { loadFile, moduleOf, readMember } from './program/modules.ts';
import { executeModule } from './program/statements.ts';
import { type PythonSource, parsePython, type SyntaxNode, textOf } from './syntax.ts';
import { type Arguments, PythonBudget, PythonRaise, unknown, type Value } from './values/value.ts';

/** Reads Python files of a project without running them: every value knows where in which file it is written. */
export interface PythonReader {
  /** The value of a name in the first of some files that exist. */
  readName(paths: readonly string[], name: string): Promise<FoundName | undefined>;
  /** Whether a file binds a name by itself, in whatever way. */
  assigns(path: string, name: string): Promise<boolean>;
  /** What a script prints. */
  readPrinted(path: string): Promise<readonly Value[]>;
  /** The calls of `setup()` in a script. */
  readSetupCalls(path: string): Promise<readonly Arguments[]>;
}

export interface FoundName {
  readonly path: string;
  /** `unknown` if the file has no such name, or computes it in a way that is not followed. */
  readonly value: Value;
}

/**
 * @param read returns the text of a file of the project
 * @param roots folders below which modules are searched, each empty or with a slash at its end
 */
export function createPythonReader(
  read: (path: string) => Promise<string | undefined>,
  roots: readonly string[],
): PythonReader {
  const machine: Machine = {
    read,
    roots: [...roots],
    evaluate,
    execute: executeModule,
    native: nativeModule,
    modules: new Map(),
    setupCalls: [],
    printed: [],
    steps: 0,
    nesting: 0,
    depth: 0,
  };
  // What takes too many steps is as unknown as what cannot be followed.
  const load = async (path: string) => {
    try {
      return await loadFile(machine, path);
    } catch (cause) {
      if (cause instanceof PythonBudget) return machine.modules.get(path);
      throw cause;
    }
  };
  const readSafely = async (readValue: () => Promise<Value | undefined>): Promise<Value> => {
    try {
      return (await readValue()) ?? unknown;
    } catch (cause) {
      if (cause instanceof PythonBudget) return unknown;
      throw cause;
    }
  };
  // A call that depends on what is not known is read with the names of the module.
  const readUnreachedCalls = async (path: string, scope: Scope): Promise<void> => {
    const content = await read(path);
    const source = content === undefined ? undefined : parsePython(content, path);
    machine.steps = 0;
    for (const call of source === undefined ? [] : listCalls(source)) {
      try {
        if (source !== undefined) await evaluate({ machine, source, scope }, call);
      } catch (cause) {
        if (!(cause instanceof PythonRaise || cause instanceof PythonBudget)) throw cause;
      }
    }
  };
  return {
    async readName(paths, name) {
      for (const path of paths) {
        const scope = await load(path);
        if (scope === undefined) continue;
        return { path, value: await readSafely(() => readMember(moduleOf(machine, path, scope), name)) };
      }
      return undefined;
    },
    async assigns(path, name) {
      return (await load(path))?.names.has(name) === true;
    },
    async readPrinted(path) {
      machine.printed.length = 0;
      await load(path);
      return machine.printed;
    },
    async readSetupCalls(path) {
      machine.setupCalls.length = 0;
      const scope = await load(path);
      if (machine.setupCalls.length === 0 && scope !== undefined) await readUnreachedCalls(path, scope);
      return machine.setupCalls;
    },
  };
}

function listCalls(source: PythonSource): SyntaxNode[] {
  const calls: SyntaxNode[] = [];
  source.root.cursor().iterate(({ name, node }) => {
    const callee = name === 'CallExpression' ? node.firstChild : null;
    if (callee !== null && /^(?:\w+\.)*setup$/.test(textOf(source, callee))) calls.push(node);
  });
  return calls;
}
