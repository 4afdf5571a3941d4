import { parseToml, replaceTomlString } from './toml-document.ts';
import type { VersionLocation } from './version-location.ts';

/**
 * A file with its version replaced in all of its places: only the bytes of the version change.
 * @param text the file as it was when the places were found
 */
export function replaceVersions(
  text: string,
  locations: readonly VersionLocation[],
  version: string,
): string {
  // From the end, so that the offsets of earlier places remain valid.
  return [...locations]
    .sort((left, right) => right.start - left.start)
    .reduce((edited, location) => replaceVersion(edited, location, version), text);
}

function replaceVersion(text: string, location: VersionLocation, version: string): string {
  if (text.slice(location.start, location.end) !== location.version) {
    throw new Error(`${location.path} is not the text that the version was found in`);
  }
  if (location.path.endsWith('.toml')) {
    const document = parseToml(text, location.path);
    const quoted = { value: location.version, ...widen(text, location), line: location.line };
    return replaceTomlString(document, quoted, version);
  }
  return `${text.slice(0, location.start)}${version}${text.slice(location.end)}`;
}

// From the version to its literal with quotes.
function widen(text: string, { start, end }: VersionLocation): { start: number; end: number } {
  const quote = /("""|'''|"|')$/.exec(text.slice(Math.max(0, start - 3), start))?.[1]?.length ?? 0;
  return { start: start - quote, end: end + quote };
}
