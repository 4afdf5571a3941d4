import { isTable, parseToml } from '../places/toml-document.ts';
import { locateTomlString } from '../places/toml-location.ts';
import type { VersionLocation } from '../places/version-location.ts';

/**
 * The entries of some crates in `Cargo.lock`, as they stand in the repository: without a `source`, unlike a crate of the same name
 * from a registry.
 */
export function locateInCargoLock(text: string, path: string, crates: readonly string[]): VersionLocation[] {
  const document = parseToml(text, path);
  const packages = document.data['package'];
  return (Array.isArray(packages) ? packages : []).flatMap((entry, index) => {
    if (!isTable(entry) || 'source' in entry || !crates.includes(String(entry['name']))) return [];
    const found = locateTomlString(
      document,
      ['package', index, 'version'],
      `entry of ${String(entry['name'])}`,
    );
    return found === undefined ? [] : [{ ...found, spelling: { kind: 'semver', allowsPost: true } as const }];
  });
}
