import { type Frame, lookUpStars, type Machine, type Scope } from '../frame.ts';
import { parsePython } from '../syntax.ts';
import {
  type ObjectValue,
  objectOf,
  PythonRaise,
  resolveValue,
  unknown,
  type Value,
} from '../values/value.ts';

/**
 * A module by its dotted name, as a file of the project or one of those that Python ships and this reader knows.
 * @param level number of leading dots
 * @throws PythonRaise if a relative module is missing
 */
export async function importModule(frame: Frame, dotted: string, level: number): Promise<Value> {
  const { machine, source } = frame;
  if (level > 0) {
    const folder = source.path.split('/').slice(0, -level);
    const base = [...folder, ...dotted.split('.').filter((part) => part !== '')].join('/');
    const module = await findModule(machine, base);
    if (module === undefined) throw new PythonRaise(`ImportError: ${dotted}`);
    return module;
  }
  const path = dotted.replaceAll('.', '/');
  for (const root of machine.roots) {
    const module = await findModule(machine, `${root}${path}`);
    if (module !== undefined) return module;
  }
  const native = machine.native(frame, dotted);
  if (native !== undefined) return native;
  // A package of the project without the module is a failed import; any other package may be installed.
  const [top = ''] = dotted.split('.');
  if (top !== dotted && (await isOwn(machine, top))) throw new PythonRaise(`ImportError: ${dotted}`);
  return objectOf({});
}

async function isOwn({ read, roots }: Machine, name: string): Promise<boolean> {
  for (const root of roots) if ((await read(`${root}${name}/__init__.py`)) !== undefined) return true;
  return false;
}

async function findModule(machine: Machine, base: string): Promise<Value | undefined> {
  for (const path of [`${base}/__init__.py`, `${base}.py`]) {
    const scope = await loadFile(machine, path.replace(/^\//, ''));
    if (scope !== undefined) return moduleOf(machine, path, scope);
  }
  return undefined;
}

/** A module of the project; attributes may also be modules below a package. */
export function moduleOf(machine: Machine, path: string, scope: Scope): ObjectValue {
  const folder = path.endsWith('/__init__.py') ? path.slice(0, -'/__init__.py'.length) : undefined;
  return {
    kind: 'object',
    names: scope.names,
    attribute: async (name) => {
      const own = scope.names.get(name) ?? (await lookUpStars(scope, name));
      const value = own === undefined ? unknown : await resolveValue(own);
      // `from . import module` in a package binds the module below it.
      if (own !== undefined && (own.kind !== 'lazy' || value.kind !== 'unknown')) return value;
      const below = folder === undefined ? undefined : await findModule(machine, `${folder}/${name}`);
      return below ?? unknown;
    },
  };
}

/** A name of a module; undefined if the module is known and has none of that name. */
export async function readMember(module: Value, name: string): Promise<Value | undefined> {
  if (module.kind !== 'object') return undefined;
  const value = await module.attribute(name);
  return value.kind === 'unknown' && module.names?.has(name) !== true ? undefined : value;
}

/** The names that a file assigns; undefined if there is no such file. A file that imports itself sees what it has so far. */
export async function loadFile(machine: Machine, path: string): Promise<Scope | undefined> {
  const known = machine.modules.get(path);
  if (known !== undefined) return known;
  const text = await machine.read(path);
  const source = text === undefined ? undefined : parsePython(text, path);
  if (source === undefined) return undefined;
  const scope: Scope = { names: new Map(), parent: undefined, stars: [] };
  machine.modules.set(path, scope);
  await machine.execute({ machine, source, scope }, source.root);
  return scope;
}
