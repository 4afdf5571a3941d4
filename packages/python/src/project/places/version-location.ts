/**
 * How a place writes the version.
 *
 * | kind | writes 1.3.0rc1 as |
 * |---|---|
 * | `pep440` | `1.3.0rc1` |
 * | `semver` | `1.3.0-rc.1` |
 * | `tuple` | `1, 3, 0, 'rc', 1`, inside of the brackets |
 * | `incremental` | `1, 3, 0, release_candidate=1`, as arguments of `incremental.Version` |
 * | `hex` | `0x010300` |
 * | `slice` | some parts of the release, from `from` on, and with `suffix` what follows the release |
 */
export type Spelling =
  | { readonly kind: 'pep440' | 'incremental' | 'hex' }
  /** `candidate` if the file calls a release candidate so, as `sys.version_info` does. */
  | { readonly kind: 'tuple'; readonly candidate?: boolean }
  | { readonly kind: 'semver'; readonly allowsPost: boolean }
  | {
      readonly kind: 'slice';
      readonly from: number;
      readonly count: number | undefined;
      readonly suffix: boolean;
    };

/** One place in a file of the project that contains its version. */
export interface VersionLocation {
  /** Relative to the folder of the project, with `/` between folders. */
  readonly path: string;
  /** For people: `[project].version`, `__version__`. */
  readonly label: string;
  /** One-based. */
  readonly line: number;
  /** As written, without quotes. */
  readonly version: string;
  /** UTF-16 offsets of the version itself, without quotes. */
  readonly start: number;
  readonly end: number;
  /** `pep440` by default. */
  readonly spelling?: Spelling;
}

/** Reads a text file of the project, `/` between folders; undefined if there is none. A byte order mark is kept. */
export type ReadProjectFile = (path: string) => Promise<string | undefined>;

/** Places of one file: more are noise, and each costs a look at what is before it. */
export const maxPlaces = 200;

/** One-based line of an offset. */
export function lineOfOffset(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The place of a span of a text. */
export function locateSpan(
  text: string,
  path: string,
  label: string,
  [start, end]: readonly [start: number, end: number],
  spelling?: Spelling,
): VersionLocation {
  const location = {
    path,
    label,
    line: lineOfOffset(text, start),
    version: text.slice(start, end),
    start,
    end,
  };
  return spelling === undefined ? location : { ...location, spelling };
}

/** A version tuple; its file shows which words it uses. */
export function tupleSpelling(text: string): Spelling {
  return { kind: 'tuple', candidate: /["']candidate["']/.test(text) };
}

/** `path, line n (label)`: how a place is named in a message. */
export function describeLocation({ path, line, label }: VersionLocation): string {
  return `${path}, line ${line} (${label})`;
}
