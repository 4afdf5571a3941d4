import { InputError } from '@slipway/core/errors/action-error';
import type { ProjectTree } from '../places/project-tree.ts';
import { isTable, parseToml, readTable, type TomlTable } from '../places/toml-document.ts';
import { findBackendSign } from './backend-signs.ts';
import type { CompiledSign } from './compiled-sign.ts';

/** The parts of a project that are compiled, and the tool that builds wheels of it. */
export interface CompiledParts {
  /** `maturin` if that is the build backend and cibuildwheel is not configured. */
  readonly tool: 'cibuildwheel' | 'maturin';
  readonly sign: CompiledSign;
}

/**
 * Tells from the source tree whether the wheels of a project are platform-specific, without running any of it. The answer can be
 * wrong for a backend or a hook that computes it, so the wheel that is built decides in the end.
 * @returns undefined for a project whose wheels run everywhere, and for a tree that cannot be read
 */
export async function findCompiledParts(tree: ProjectTree): Promise<CompiledParts | undefined> {
  const data = await readPyproject(tree);
  if (data === undefined) return undefined;
  const backend = readTable(data, 'build-system')['build-backend'];
  // An empty table asks for cibuildwheel with its defaults.
  if (isTable(readTable(data, 'tool')['cibuildwheel']))
    return { tool: 'cibuildwheel', sign: { file: 'pyproject.toml', what: '[tool.cibuildwheel]' } };
  const sign = (await findBackendSign(tree, data)) ?? (await readScriptSign(tree, data));
  if (sign === undefined) return undefined;
  return { tool: backend === 'maturin' ? 'maturin' : 'cibuildwheel', sign };
}

/** Loads the parser of Python only for a project with a setup.py. */
async function readScriptSign(tree: ProjectTree, data: TomlTable): Promise<CompiledSign | undefined> {
  const text = await tree.read('setup.py');
  if (text === undefined) return undefined;
  const { findScriptSign } = await import('./script-signs.ts');
  return findScriptSign(text, data);
}

/** An empty table if there is no pyproject.toml; undefined if it is not TOML, which is reported where it is read for its values. */
async function readPyproject(tree: ProjectTree): Promise<TomlTable | undefined> {
  const text = await tree.read('pyproject.toml');
  if (text === undefined) return {};
  try {
    return parseToml(text, 'pyproject.toml').data;
  } catch (cause) {
    if (cause instanceof InputError) return undefined;
    throw cause;
  }
}
