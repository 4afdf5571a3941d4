import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The first part of a path below `directory` that is a symbolic link, relative to it with `/` between folders; undefined when
 * no part is one, or when the path ends before. The directory itself may be a link: whoever named it meant what it leads to.
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
