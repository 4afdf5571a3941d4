import { normalizeName } from '../../names.ts';

const roots = ['', 'src/', 'lib/', 'python/'];

// Modules that hold the version of a package, by the habits of the field.
const versionModules =
  /^(?:__init__|__about__|_?about|_?version|__version__|__pkginfo__|_?package_data|_?meta|__meta__|_?metadata|_?info|release|_?const(?:ants)?|_?build_info)\.pyi?$/;

const isInside = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** Folders with a project of their own: what is in them is no copy of this one. */
export function listNestedProjects(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const folder = /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1];
    return folder === undefined ? [] : [folder];
  });
}

/** Whether a folder is the package of a project: `acme_core`, `acme/core` and `src/Acme.Core` of `acme-core`. */
function isPackageOf(folder: string, name: string): boolean {
  return roots.some(
    (root) =>
      folder.startsWith(root) &&
      normalizeName(folder.slice(root.length).replaceAll('/', '-')) === normalizeName(name),
  );
}

/**
 * The files of a project's own package that may contain its version.
 * @param paths every file of the project's folder
 */
export function listPackageFiles(paths: readonly string[], name: string): string[] {
  const folders = [
    ...new Set(
      paths
        .filter((path) => path.endsWith('.py'))
        .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    ),
  ];
  const own = folders.filter((folder) => folder !== '' && isPackageOf(folder, name));
  const inPackage = paths.filter((path) => {
    const folder = own.find((each) => isInside(path, each));
    if (folder === undefined) return false;
    const inside = path.slice(folder.length + 1);
    // A version module may lie one folder deeper; the `__init__.py` of a part of the package is none.
    return (
      versionModules.test(inside) ||
      (/^[^/]+\/(?!__init__)[^/]+$/.test(inside) &&
        versionModules.test(inside.slice(inside.indexOf('/') + 1)))
    );
  });
  const modules = paths.filter(
    (path) => /\.py$/.test(path) && isPackageOf(path.slice(0, -'.py'.length), name),
  );
  return [...inPackage, ...modules];
}

/** The same, where the files of the folder are not listed. */
export function guessPackageFiles(name: string): string[] {
  const plain = normalizeName(name);
  const bases = [...new Set([plain.replaceAll('-', '_'), plain.replaceAll('-', '/')])];
  const files = ['__init__.py', '__about__.py', '_version.py', 'version.py', '__version__.py'];
  return roots
    .slice(0, 2)
    .flatMap((root) =>
      bases.flatMap((base) => [...files.map((file) => `${root}${base}/${file}`), `${root}${base}.py`]),
    );
}
