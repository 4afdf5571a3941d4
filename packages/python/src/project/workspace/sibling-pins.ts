import { normalizeName } from '../../names.ts';
import { compareVersions } from '../../version/compare-versions.ts';
import { tryParseVersion, type Version } from '../../version/parse-version.ts';
import { parseToml, readTable, type TomlDocument, type TomlValue } from '../places/toml-document.ts';
import { locateTomlString } from '../places/toml-location.ts';
import type { VersionLocation } from '../places/version-location.ts';

const pinForm = /^\s*(?<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*===?\s*(?<version>[\w.!+-]+)/d;

/**
 * Requirements of a pyproject.toml that pin one of some projects to its present version exactly. With the project at its next version,
 * such a workspace cannot be installed any more; `>=` goes on to match and is left.
 */
export function locateSiblingPins(
  content: string,
  path: string,
  names: readonly string[],
  version: Version,
): VersionLocation[] {
  const document = parseToml(content, path);
  const wanted = new Set(names.map(normalizeName));
  return [...listRequirements(document)].flatMap((keys) => {
    const found = locateTomlString(document, keys, `pin in [${keys.slice(0, -1).join('.')}]`);
    const match = found === undefined ? null : pinForm.exec(found.version);
    const span = match?.indices?.groups?.['version'];
    const pinned = tryParseVersion(match?.groups?.['version'] ?? '');
    if (found === undefined || span === undefined || pinned === undefined) return [];
    if (!wanted.has(normalizeName(match?.groups?.['name'] ?? '')) || compareVersions(pinned, version) !== 0)
      return [];
    return [
      {
        ...found,
        version: found.version.slice(...span),
        start: found.start + span[0],
        end: found.start + span[1],
      },
    ];
  });
}

function* listRequirements({ data }: TomlDocument): Generator<(string | number)[]> {
  const project = readTable(data, 'project');
  yield* listStrings(project['dependencies'], ['project', 'dependencies']);
  for (const [group, value] of Object.entries(readTable(project, 'optional-dependencies')))
    yield* listStrings(value, ['project', 'optional-dependencies', group]);
  for (const [group, value] of Object.entries(readTable(data, 'dependency-groups')))
    yield* listStrings(value, ['dependency-groups', group]);
}

function* listStrings(value: TomlValue | undefined, keys: readonly string[]): Generator<(string | number)[]> {
  for (const [index, item] of (Array.isArray(value) ? value : []).entries())
    if (typeof item === 'string') yield [...keys, index];
}
