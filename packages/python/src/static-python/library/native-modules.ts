import type { Frame } from '../frame.ts';
import { importModule, loadFile, moduleOf } from '../program/modules.ts';
import { plainText, readText } from '../values/text-value.ts';
import {
  booleanValue,
  listValue,
  nativeFunction,
  none,
  numberValue,
  objectOf,
  unknown,
  type Value,
} from '../values/value.ts';
import { parseLiteral } from './builtins.ts';
import { astModule } from './native-ast.ts';
import { configModule, tomlModule } from './native-config.ts';
import { regexModule } from './native-regex.ts';
import {
  existsIn,
  folderOf,
  insideProject,
  joinPaths,
  normalizePath,
  openFile,
  pathText,
  pathValue,
  projectRoot,
} from './project-paths.ts';

const mapPath = (change: (path: string) => string): Value =>
  nativeFunction(({ positional: [path] }) => {
    const text = pathText(path);
    return text === undefined ? unknown : plainText(change(text));
  });

const makeAbsolute = (path: string): string =>
  normalizePath(path.startsWith('/') ? path : `${projectRoot}/${path}`);

/** A module of Python's own library that setup scripts find versions with; undefined for every other one. */
export function nativeModule(frame: Frame, name: string): Value | undefined {
  const make = Object.hasOwn(modules, name) ? modules[name] : undefined;
  return make?.(frame);
}

const osPath = (frame: Frame): Value =>
  objectOf({
    join: nativeFunction(({ positional }) => {
      const texts = positional.map(pathText);
      return texts.includes(undefined) ? unknown : plainText(joinPaths(texts as string[]));
    }),
    dirname: mapPath(folderOf),
    split: nativeFunction(({ positional: [path] }) => {
      const text = pathText(path);
      if (text === undefined) return unknown;
      return listValue([folderOf(text), text.slice(text.lastIndexOf('/') + 1)].map(plainText));
    }),
    basename: mapPath((path) => path.slice(path.lastIndexOf('/') + 1)),
    abspath: mapPath(makeAbsolute),
    realpath: mapPath(makeAbsolute),
    normpath: mapPath(normalizePath),
    exists: nativeFunction(({ positional: [path] }) => existsIn(frame, pathText(path))),
    isdir: nativeFunction(({ positional: [path] }) => existsIn(frame, pathText(path))),
    isfile: nativeFunction(({ positional: [path] }) => existsIn(frame, pathText(path))),
    sep: plainText('/'),
    pardir: plainText('..'),
    curdir: plainText('.'),
  });

// The environment of the build is empty: what a variable would change is not part of a release.
const os = (frame: Frame): Value =>
  objectOf({
    path: osPath(frame),
    environ: { kind: 'dict', entries: new Map() },
    getenv: nativeFunction(({ positional: [, preset] }) => preset ?? none),
    getcwd: nativeFunction(() => plainText(projectRoot)),
    sep: plainText('/'),
    pardir: plainText('..'),
    curdir: plainText('.'),
  });

const opener = (frame: Frame): Value => nativeFunction(({ positional: [path] }) => openFile(frame, path));

const path = (frame: Frame): Value =>
  nativeFunction(({ positional }) => {
    const texts = positional.map(pathText);
    return texts.includes(undefined) ? unknown : pathValue(frame, joinPaths(texts as string[]));
  });

const literal = (frame: Frame): Value =>
  nativeFunction(({ positional: [text] }) => (text?.kind === 'text' ? parseLiteral(frame, text) : unknown));

const jsonModule = (frame: Frame): Value =>
  objectOf({
    loads: literal(frame),
    load: nativeFunction(async ({ positional: [file] }) => {
      const read = file?.kind === 'object' ? await file.attribute('read') : unknown;
      const text = read.kind === 'function' ? await read.call({ positional: [], named: new Map() }) : unknown;
      return text.kind === 'text' ? parseLiteral(frame, text) : unknown;
    }),
  });

/** The module of a file by its path: what loaders, `runpy` and `spec_from_file_location` make. */
async function loadByPath(frame: Frame, value: Value | undefined): Promise<Value> {
  const inside = insideProject(pathText(value) ?? '/');
  const scope = inside === undefined ? undefined : await loadFile(frame.machine, inside);
  return scope === undefined || inside === undefined ? unknown : moduleOf(frame.machine, inside, scope);
}

const loaderOf = (frame: Frame, file: Value | undefined): Value =>
  objectOf({
    load_module: nativeFunction(() => loadByPath(frame, file)),
    exec_module: nativeFunction(() => none),
  });

const importlib = (frame: Frame): Value =>
  objectOf({
    import_module: nativeFunction(({ positional: [name] }) => importByName(frame, name)),
    util: importlibUtil(frame),
    machinery: machinery(frame),
  });

const importlibUtil = (frame: Frame): Value =>
  objectOf({
    spec_from_file_location: nativeFunction(({ positional: [, file], named }) => {
      const location = file ?? named.get('location');
      const text = pathText(location);
      return text === undefined
        ? unknown
        : objectOf({ loader: loaderOf(frame, location) }, { text: plainText(text) });
    }),
    module_from_spec: nativeFunction(({ positional: [spec] }) => loadByPath(frame, spec)),
  });

const machinery = (frame: Frame): Value =>
  objectOf({ SourceFileLoader: nativeFunction(({ positional: [, file] }) => loaderOf(frame, file)) });

/** `importlib.import_module(name)` and `__import__(name)`. */
export async function importByName(frame: Frame, name: Value | undefined): Promise<Value> {
  return name?.kind === 'text' ? importModule(frame, readText(name), 0) : unknown;
}

// Folders that a script adds to the search path are searched first.
const searchPath = (frame: Frame): Value => {
  const add = (path: Value | undefined): Value => {
    const inside = insideProject(pathText(path) ?? '/');
    if (inside !== undefined && inside !== '') frame.machine.roots.unshift(`${inside}/`);
    return none;
  };
  return objectOf({
    insert: nativeFunction(({ positional: [, path] }) => add(path)),
    append: nativeFunction(({ positional: [path] }) => add(path)),
  });
};

/** `setuptools.depends`, whose only use in scripts is to read one name of a module without importing it. */
const depends = (frame: Frame): Value =>
  objectOf({
    get_module_constant: nativeFunction(async ({ positional: [module, name] }) => {
      const found = await importByName(frame, module);
      return found.kind === 'object' && name?.kind === 'text' ? found.attribute(readText(name)) : unknown;
    }),
  });

const modules: Readonly<Record<string, (frame: Frame) => Value>> = {
  os,
  'os.path': osPath,
  re: regexModule,
  io: (frame) => objectOf({ open: opener(frame) }),
  codecs: (frame) => objectOf({ open: opener(frame) }),
  tokenize: (frame) => objectOf({ open: opener(frame) }),
  pathlib: (frame) => objectOf({ Path: path(frame), PurePath: path(frame), PosixPath: path(frame) }),
  ast: astModule,
  json: jsonModule,
  typing: () =>
    objectOf({
      TYPE_CHECKING: booleanValue(false),
      cast: nativeFunction(({ positional: [, value] }) => value ?? unknown),
    }),
  sys: (frame) =>
    objectOf({
      version_info: listValue([3, 14, 0].map(numberValue)),
      argv: listValue(['setup.py', 'sdist'].map(plainText)),
      platform: plainText('linux'),
      path: searchPath(frame),
    }),
  ...Object.fromEntries(
    ['tomllib', 'tomli', 'toml', 'tomlkit', 'pytoml', 'rtoml'].map((name) => [name, tomlModule]),
  ),
  configparser: configModule,
  ConfigParser: configModule,
  'setuptools.depends': depends,
  importlib,
  'importlib.util': importlibUtil,
  'importlib.machinery': machinery,
  runpy: (frame) =>
    objectOf({
      run_path: nativeFunction(async ({ positional: [file] }) => {
        const module = await loadByPath(frame, file);
        return module.kind === 'object' ? { kind: 'dict', entries: new Map(module.names ?? []) } : unknown;
      }),
    }),
  imp: (frame) =>
    objectOf({ load_source: nativeFunction(({ positional: [, file] }) => loadByPath(frame, file)) }),
};
