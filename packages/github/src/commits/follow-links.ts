import { joinInside } from '@slipway/core/files/join-inside';
import type { TreeEntry, TreeReader } from './tree-entries.ts';

/** Where a path leads in a commit. */
export interface LocatedEntry {
  /** Path without symbolic links, from the root of the repository. */
  readonly path: string;
  readonly entry: TreeEntry;
}

/** git's mode of a symbolic link, whose blob is the path that it leads to. */
const linkMode = '120000';

/** As many links as Linux follows for one path (`man 7 path_resolution`). */
const maxLinks = 40;

/** The first part of a path that is a symbolic link. */
async function findLink({ find }: TreeReader, path: string): Promise<LocatedEntry | undefined> {
  const parts = path.split('/');
  for (const end of parts.keys()) {
    const part = parts.slice(0, end + 1).join('/');
    const entry = await find(part);
    if (entry === undefined) return undefined;
    if (entry.mode === linkMode) return { path: part, entry };
  }
  return undefined;
}

/**
 * Finds a file as a checkout shows it: through symbolic links of files and folders.
 * @param readLink the path that a link's blob contains
 * @returns undefined for what is missing, leads out of the repository, or leads to itself
 * @throws as GitHubClient.rest
 */
export async function locateEntry(
  reader: TreeReader,
  path: string,
  readLink: (link: LocatedEntry) => Promise<string>,
): Promise<LocatedEntry | undefined> {
  let at = path;
  for (let followed = 0; followed <= maxLinks; followed += 1) {
    const link = await findLink(reader, at);
    if (link === undefined) {
      const entry = await reader.find(at);
      return entry && { path: at, entry };
    }
    const target = await readLink(link);
    const folder = link.path.split('/').slice(0, -1).join('/');
    const next = joinInside(folder, `${target}/${at.slice(link.path.length)}`);
    if (target.startsWith('/') || next === undefined || next === '') return undefined;
    at = next;
  }
  return undefined;
}
