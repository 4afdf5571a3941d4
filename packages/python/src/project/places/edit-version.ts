import { countTomlChanges, parseToml } from './toml-document.ts';
import type { VersionLocation } from './version-location.ts';

/** A place and what it shall contain. */
export interface PlaceEdit {
  readonly location: VersionLocation;
  readonly text: string;
}

/**
 * A file with some of its places replaced: only the characters of the versions change. A TOML file is parsed again, and must differ
 * in no other value.
 * @param text the file as it was when the places were found
 */
export function replaceVersions(text: string, edits: readonly PlaceEdit[]): string {
  // From the end, so that the offsets of earlier places remain valid.
  const edited = [...edits]
    .sort((left, right) => right.location.start - left.location.start)
    .reduce((done, { location, text: version }) => {
      if (done.slice(location.start, location.end) !== location.version)
        throw new Error(`${location.path} is not the text that the version was found in`);
      return `${done.slice(0, location.start)}${version}${done.slice(location.end)}`;
    }, text);
  const [first] = edits;
  if (first !== undefined && /\.(?:toml|lock)$/.test(first.location.path)) {
    const { path } = first.location;
    const expected = edits.filter(({ location, text: version }) => location.version !== version).length;
    const changes = countTomlChanges(parseToml(text, path), parseToml(edited, path));
    if (changes !== expected)
      throw new Error(`the edit of ${path} changed ${changes} values instead of ${expected}`);
  }
  return edited;
}
