import { isTable, parseToml, readTable, type TomlDocument } from '../places/toml-document.ts';
import { locateTomlString } from '../places/toml-location.ts';
import type { VersionLocation } from '../places/version-location.ts';

const fields: readonly (readonly [label: string, ...keys: string[]])[] = [
  ['[project].version', 'project', 'version'],
  ['[tool.poetry].version', 'tool', 'poetry', 'version'],
  ['[tool.commitizen].version', 'tool', 'commitizen', 'version'],
  ['[tool.bumpversion].current_version', 'tool', 'bumpversion', 'current_version'],
  ['[tool.bumpver].current_version', 'tool', 'bumpver', 'current_version'],
  ['[bumpver].current_version', 'bumpver', 'current_version'],
  ['[tool.tbump.version].current', 'tool', 'tbump', 'version', 'current'],
  ['[version].current', 'version', 'current'],
  ['[tool.briefcase].version', 'tool', 'briefcase', 'version'],
  ['version', 'version'],
];

const locateAll = (document: TomlDocument, all: typeof fields): VersionLocation[] =>
  all.flatMap(([label, ...keys]) => locateTomlString(document, keys, label) ?? []);

/** Versions of a pyproject.toml and of the files of bump tools. */
export function locateTomlVersions(content: string, path: string): VersionLocation[] {
  return locateAll(parseToml(content, path), fields);
}

/** Versions of a Cargo.toml: its own, that of its workspace, and those of crates that it names by their path. */
export function locateCrateVersions(content: string, path: string): VersionLocation[] {
  const document = parseToml(content, path);
  const own = locateAll(document, [
    ['[package].version', 'package', 'version'],
    ['[workspace.package].version', 'workspace', 'package', 'version'],
  ]);
  return [...own, ...locatePathDependencies(document)].map((location) => ({
    ...location,
    spelling: { kind: 'semver', allowsPost: true } as const,
  }));
}

const dependencyTables: readonly (readonly string[])[] = [
  ['dependencies'],
  ['dev-dependencies'],
  ['build-dependencies'],
  ['workspace', 'dependencies'],
];

function locatePathDependencies(document: TomlDocument): VersionLocation[] {
  return dependencyTables.flatMap((keys) =>
    Object.entries(readTable(document.data, ...keys)).flatMap(([name, dependency]) => {
      if (!isTable(dependency) || typeof dependency['path'] !== 'string') return [];
      const found = locateTomlString(document, [...keys, name, 'version'], `[${keys.join('.')}].${name}`);
      if (found === undefined) return [];
      // `=1.2.3` and `1.2.3`; every other requirement goes on to match.
      const sign = /^=?\s*(?=\d)/.exec(found.version)?.[0];
      return sign === undefined
        ? []
        : [{ ...found, version: found.version.slice(sign.length), start: found.start + sign.length }];
    }),
  );
}
