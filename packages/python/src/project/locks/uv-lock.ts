import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../../errors.ts';
import { normalizeName } from '../../names.ts';
import { isTable, parseToml, type TomlTable } from '../places/toml-document.ts';
import { locateTomlString } from '../places/toml-location.ts';
import type { VersionLocation } from '../places/version-location.ts';

/**
 * The entry of a project of the workspace in `uv.lock`, and exact pins of it in the requirements of other members: entries whose
 * source is a folder, and never a dependency. Nothing is resolved again.
 * @returns nothing if the lock does not contain the version (uv omits it for a dynamic one)
 * @throws InputError E_LOCK_FILE if several entries match
 */
export function locateInUvLock(text: string, path: string, name: string): VersionLocation[] {
  const document = parseToml(text, path);
  const packages = document.data['package'];
  const entries = Array.isArray(packages) ? packages : [];
  const wanted = normalizeName(name);
  const own = entries.flatMap((entry, index) =>
    isTable(entry) && isFolder(entry) && normalizeName(String(entry['name'])) === wanted ? [index] : [],
  );
  if (own.length > 1) {
    throw new InputError(pythonErrors.E_LOCK_FILE, {
      message: `${path} has ${own.length} entries for the project "${name}".`,
    });
  }
  const [index] = own;
  const entry =
    index === undefined ? undefined : locateTomlString(document, ['package', index, 'version'], 'own entry');
  const pins = entries.flatMap((member, at) =>
    isTable(member) && isFolder(member)
      ? listPins(member, wanted).map((keys) => ['package', at, ...keys])
      : [],
  );
  return [
    ...(entry === undefined ? [] : [entry]),
    ...pins.flatMap((keys) => {
      const found = locateTomlString(document, keys, `pin of ${name}`);
      if (found === undefined || !found.version.startsWith('==')) return [];
      return [{ ...found, version: found.version.slice(2), start: found.start + 2 }];
    }),
  ];
}

function isFolder({ source }: TomlTable): boolean {
  return (
    isTable(source) && ['editable', 'virtual', 'directory'].some((key) => typeof source[key] === 'string')
  );
}

function listPins({ metadata }: TomlTable, wanted: string): (string | number)[][] {
  const requirements = isTable(metadata) ? metadata['requires-dist'] : undefined;
  return (Array.isArray(requirements) ? requirements : []).flatMap((requirement, index) =>
    isTable(requirement) && normalizeName(String(requirement['name'])) === wanted
      ? [['metadata', 'requires-dist', index, 'specifier']]
      : [],
  );
}
