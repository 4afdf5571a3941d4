/** What a project is called in its tags. */
export interface ProjectNames {
  /** As its metadata has it; undefined when it has no name. */
  readonly name: string | undefined;
  /** Its folder, in a repository of several packages; undefined or `.` for the project of the whole repository. */
  readonly folder: string | undefined;
}

/** What stands between a name and a version. */
export const joints = ['==', '@', '/', '-', '_', '.'] as const;

/** The text as a regular expression that matches nothing else. */
export const escapeText = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

/** A regular expression that matches a name in every spelling that PEP 503 takes for the same. */
export function matchName(name: string): string {
  const words = name.split(/[-_.]+/).map((word) => [...word].map(matchLetter).join(''));
  return `(?:${words.join('[-_.]+')})`;
}

// A group with a flag of its own, `(?i:demo)`, is for Node 23 and later.
function matchLetter(character: string): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  const hasCase = lower !== upper && lower.length === 1 && upper.length === 1;
  return hasCase ? `[${lower}${upper}]` : escapeText(character);
}

/** `packages/liba` for `./packages/liba/`; undefined for the root. */
export function cleanFolder(folder: string | undefined): string | undefined {
  const parts: string[] = [];
  for (const part of (folder ?? '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

/** The names that tags may have for the project: of its metadata, its folder, and the path of that. */
export function listNames({ name, folder }: ProjectNames): readonly string[] {
  const path = cleanFolder(folder);
  const found = [name, path, path?.split('/').at(-1)].filter((each) => each !== undefined && each !== '');
  return [...new Set(found as string[])];
}
