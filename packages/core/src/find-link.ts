import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The first part of a path below `directory` that is a symbolic link, relative to it with `/` between folders; undefined if no
 * part is a link, or if the path does not exist that far. The directory itself may be a link, because it was named on purpose.
 * @param name relative, with `/` between folders (on Windows `\` as well)
 */
export async function findLink(directory: string, name: string): Promise<string | undefined> {
  const separator = process.platform === 'win32' ? /[\\/]/ : '/';
  const parts = name.split(separator).filter((part) => part !== '' && part !== '.');
  for (const end of parts.keys()) {
    const part = parts.slice(0, end + 1).join('/');
    const entry = await lstat(join(directory, part)).catch(() => undefined);
    if (entry === undefined) return undefined;
    if (entry.isSymbolicLink()) return part;
  }
  return undefined;
}
