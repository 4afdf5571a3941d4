import type { TomlDocument } from './toml-document.ts';
import type { VersionLocation } from './version-location.ts';

/** A string of a TOML document as a place of the version, without its quotes. */
export function locateTomlString(
  document: TomlDocument,
  keys: readonly (string | number)[],
  label: string,
): VersionLocation | undefined {
  const found = document.findString(keys);
  if (found === undefined) return undefined;
  const { value: version, start, end, line } = found;
  const quote = /^("""|'''|"|')/.exec(document.text.slice(start, end))?.[1]?.length ?? 1;
  return { path: document.path, label, line, version, start: start + quote, end: end - quote };
}
