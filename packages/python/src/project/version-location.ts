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
}

/** Reads a text file of the project, `/` between folders; undefined if there is none. A byte order mark is kept. */
export type ReadProjectFile = (path: string) => Promise<string | undefined>;

/** One-based line of an offset. */
export function lineOfOffset(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** `path, line n (label)`: how a place is named in a message. */
export function describeLocation({ path, line, label }: VersionLocation): string {
  return `${path}, line ${line} (${label})`;
}
