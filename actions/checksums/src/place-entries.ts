import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { ChecksumEntry } from '@slipway/core/files/checksum-manifest';
import { neutralizeLine } from '@slipway/core/neutralize';

/**
 * The entries of a manifest by the names of the files in its folder. `sha256sum dist/*` writes the folder before the name, and
 * `find` writes `./`: where there is no such file in the folder, the part that names the folder itself is left out.
 * @param base the folder as it was given, relative to the workspace
 * @param directory the same as an absolute path
 * @throws InputError E_MANIFEST_INVALID for a file that is listed in two spellings
 */
export async function placeEntries(
  entries: readonly ChecksumEntry[],
  base: string,
  directory: string,
): Promise<ChecksumEntry[]> {
  const prefix = `${posix.normalize(base.replaceAll('\\', '/')).replace(/\/$/, '')}/`;
  const place = async ({ name, digest }: ChecksumEntry): Promise<ChecksumEntry> => {
    const plain = posix.normalize(name);
    if (!plain.startsWith(prefix) || (await exists(join(directory, plain)))) return { name: plain, digest };
    return { name: plain.slice(prefix.length), digest };
  };
  const placed = await Promise.all(entries.map(place));
  const names = new Set<string>();
  for (const { name } of placed) {
    // Of two lines about one file, the other one would be believed by another program.
    if (names.has(name)) {
      throw new InputError(coreErrors.E_MANIFEST_INVALID, {
        message: `The manifest lists "${neutralizeLine(name, 200)}" twice, in two spellings.`,
      });
    }
    names.add(name);
  }
  return placed;
}

async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
