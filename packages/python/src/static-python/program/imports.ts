import type { Frame } from '../frame.ts';
import { listChildren, type SyntaxNode, textOf } from '../syntax.ts';
import { type LazyValue, PythonRaise, resolveValue, unknown, type Value } from '../values/value.ts';
import { importModule, readMember } from './modules.ts';

/** `import a.b as c` and `from .a import b as c`. @throws PythonRaise for a missing module of the project itself */
export async function importNames(frame: Frame, node: SyntaxNode): Promise<void> {
  const words = listChildren(node).map((child) => textOf(frame.source, child));
  if (words[0] === 'from') await importFrom(frame, words.slice(1));
  else for (const clause of splitAtCommas(words.slice(1))) await importWhole(frame, clause);
}

function splitAtCommas(words: readonly string[]): string[][] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (word === ',') clauses.push([]);
    else if (word !== '(' && word !== ')') clauses.at(-1)?.push(word);
  }
  return clauses.filter((clause) => clause.length > 0);
}

async function importWhole(frame: Frame, clause: readonly string[]): Promise<void> {
  const at = clause.indexOf('as');
  const dotted = (at < 0 ? clause : clause.slice(0, at)).join('');
  const [top = ''] = dotted.split('.');
  const name = at < 0 ? top : (clause[at + 1] ?? top);
  await bind(frame, name, () => importModule(frame, at < 0 ? top : dotted, 0));
}

async function importFrom(frame: Frame, words: readonly string[]): Promise<void> {
  const at = words.indexOf('import');
  const from = words.slice(0, at).join('');
  const dots = /^\.*/.exec(from)?.[0].length ?? 0;
  const load = (): Promise<Value> => importModule(frame, from.slice(dots), dots);
  for (const [name = '', , alias] of splitAtCommas(words.slice(at + 1))) {
    if (name === '*') frame.scope.stars?.push(() => resolveValue(loadOnce(load)));
    else await bind(frame, alias ?? name, async () => importMember(await load(), name));
  }
}

async function importMember(module: Value, name: string): Promise<Value> {
  const value = await readMember(module, name);
  if (value === undefined && module.kind === 'object' && module.names !== undefined)
    throw new PythonRaise(`ImportError: ${name}`);
  return value ?? unknown;
}

/** Inside of `try` it matters at once whether the module is there. */
async function bind(frame: Frame, name: string, load: () => Promise<Value>): Promise<void> {
  const lazy = loadOnce(load);
  frame.scope.names.set(name, frame.isTried === true ? await lazy.load() : lazy);
}

function loadOnce(load: () => Promise<Value>): LazyValue {
  let loaded: Value | undefined;
  let isLoading = false;
  const once = async (): Promise<Value> => {
    // Two modules that import the name from each other have it from nowhere.
    if (loaded !== undefined || isLoading) return loaded ?? unknown;
    isLoading = true;
    try {
      loaded = await load();
    } finally {
      isLoading = false;
    }
    return loaded;
  };
  return { kind: 'lazy', load: once };
}
