import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChecksumEntry } from '@slipway/core/checksum-manifest';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { neutraliseLine } from '@slipway/core/neutralise';
import type { NamedFile } from './run-checksums.ts';

/**
 * Holds the files on disk against a manifest, both ways.
 * @param present names on disk that have to be in the manifest
 * @param hash hashes files by their names
 * @returns the listed files, in the order of the manifest
 * @throws IntegrityError E_FILES_DIFFER naming every file that is missing, different or not listed
 */
export async function verifyChecksums(
  listed: readonly ChecksumEntry[],
  present: readonly string[],
  baseDirectory: string,
  hash: (names: readonly string[]) => Promise<NamedFile[]>,
): Promise<NamedFile[]> {
  const findings: string[] = [];
  const there: string[] = [];
  for (const { name } of listed) {
    const problem = await findProblem(join(baseDirectory, name));
    if (problem === undefined) there.push(name);
    else findings.push(`${problem}: ${neutraliseLine(name, 200)}`);
  }
  const files = await hash(there);
  const digests = new Map(listed.map(({ name, digest }) => [name, digest]));
  for (const { name, sha256 } of files) {
    const digest = digests.get(name);
    if (digest !== sha256)
      findings.push(`different: ${neutraliseLine(name, 200)} (listed ${digest}, found ${sha256})`);
  }
  const names = new Set(listed.map(({ name }) => name));
  for (const name of present) if (!names.has(name)) findings.push(`not listed: ${neutraliseLine(name, 200)}`);
  if (findings.length > 0) {
    throw new IntegrityError('E_FILES_DIFFER', {
      message: `The files are not what the manifest says: ${findings.join('; ')}.`,
      hint: 'Do not publish them. Build again, and verify against the manifest of that build.',
    });
  }
  return files;
}

async function findProblem(path: string): Promise<string | undefined> {
  try {
    const entry = await lstat(path);
    return entry.isFile() ? undefined : 'not a regular file';
  } catch {
    return 'missing';
  }
}
