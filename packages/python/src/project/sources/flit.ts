import { readTable } from '../places/toml-document.ts';
import { followName } from './follow-python.ts';
import { type ProjectFiles, refuseSource, text, type VersionOrigin } from './version-origin.ts';

// flit_core/common.py, `Module.version_files`: later ones win.
const versionFiles = ['version.py', '_version.py', '__version__.py'];

/** flit: `__version__` of the module, a string or what it imports. */
export async function findFlitOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const data = files.pyproject?.data ?? {};
  const module =
    text(readTable(data, 'tool', 'flit', 'module')['name']) ??
    text(readTable(data, 'tool', 'flit', 'metadata')['module']) ??
    text(readTable(data, 'project')['name'])?.replaceAll('-', '_');
  if (module === undefined) return undefined;
  const path = module.replaceAll('.', '/');
  const roots = ['', 'src/'];
  const own = roots.flatMap((root) => [`${root}${path}/__init__.py`, `${root}${path}.py`]);
  const others = roots.flatMap((root) => versionFiles.map((file) => `${root}${path}/${file}`));
  const found = await followName(files, { paths: [...own, ...others], names: ['__version__'], roots });
  if (found === undefined)
    throw refuseSource(
      `flit reads __version__ of the module "${module}", and no file of that module assigns it.`,
    );
  return found;
}
