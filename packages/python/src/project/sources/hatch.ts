import { neutralizeLine } from '@slipway/core/neutralize';
import { locateJsonVersion } from '../copies/json-version.ts';
import { parseToml, readTable, type TomlTable } from '../places/toml-document.ts';
import { followName } from './follow-python.ts';
import { findIncrementalOrigin } from './incremental.ts';
import { findByPattern } from './pattern.ts';
import { fromPlace, type ProjectFiles, refuseSource, text, type VersionOrigin } from './version-origin.ts';

const setting = '[tool.hatch.version]';
// hatchling/version/core.py, `DEFAULT_PATTERN`.
const defaultPattern = String.raw`(?i)^(__version__|VERSION)(?: ?\: ?str)? *= *([\'"])v?(?P<version>.+?)\2`;

/** Sources of the version that plugins of hatchling read from git. */
const tagSources = new Set([
  'vcs',
  'uv-dynamic-versioning',
  'versioningit',
  'dunamai',
  'scm',
  'gitver',
  'setuptools-scm',
]);

/** hatchling: `[tool.hatch.version]`, in pyproject.toml or in hatch.toml. */
export async function findHatchOrigin(files: ProjectFiles): Promise<VersionOrigin | undefined> {
  const version = await readVersionTable(files);
  const source = text(version['source']) ?? 'regex';
  if (tagSources.has(source)) return { kind: 'tag', tool: `hatch (${source})` };
  const path = text(version['path']);
  switch (source) {
    case 'regex':
      if (path === undefined) return undefined;
      return findByPattern(files, {
        path,
        pattern: text(version['pattern']) ?? defaultPattern,
        group: 'version',
        setting,
      });
    case 'code':
      return findCodeOrigin(files, path, text(version['expression']) ?? '__version__');
    case 'nodejs': {
      const manifest = path ?? 'package.json';
      const content = await files.read(manifest);
      return content === undefined ? undefined : fromPlace(locateJsonVersion(content, manifest, 'semver')[0]);
    }
    case 'incremental':
      return findIncrementalOrigin(files, true);
    default:
      throw refuseSource(
        `${setting} of pyproject.toml or hatch.toml has the source "${neutralizeLine(source, 60)}", which computes the version when the project is built.`,
      );
  }
}

async function readVersionTable({ read, pyproject }: ProjectFiles): Promise<TomlTable> {
  const own = readTable(pyproject?.data ?? {}, 'tool', 'hatch', 'version');
  if (Object.keys(own).length > 0) return own;
  const content = await read('hatch.toml');
  return content === undefined ? {} : readTable(parseToml(content, 'hatch.toml').data, 'version');
}

// hatchling runs the file and evaluates the expression; a name that the file assigns is found without that.
async function findCodeOrigin(
  files: ProjectFiles,
  path: string | undefined,
  expression: string,
): Promise<VersionOrigin> {
  const isName = /^[A-Za-z_]\w*$/.test(expression);
  const found =
    path === undefined || !isName
      ? undefined
      : await followName(files, { paths: [path], names: [expression], roots: ['', 'src/'] });
  if (found !== undefined) return found;
  throw refuseSource(
    `${setting} of pyproject.toml or hatch.toml has the source "code": hatchling runs ${neutralizeLine(path ?? 'a file', 200)} and evaluates ${neutralizeLine(expression, 100)}, and Slipway never runs the code of a project to read its version.`,
  );
}
