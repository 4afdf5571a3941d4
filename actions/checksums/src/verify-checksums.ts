import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import type { ChecksumEntry } from '@slipway/core/files/checksum-manifest';
import { findLink } from '@slipway/core/find-link';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { ManifestForm } from './algorithms.ts';
import type { NamedFile } from './named-file.ts';

/** What one manifest says. */
export interface Listing {
  /** Its name, for messages. */
  readonly manifest: string;
  readonly form: ManifestForm;
  readonly entries: readonly ChecksumEntry[];
}

/**
 * Holds the files on disk against manifests, both ways: each manifest has to list every file that another lists or that is
 * present, with its digest.
 * @param present names on disk that have to be in the manifests
 * @param hash hashes files by their names, in the algorithms of the manifests
 * @returns the listed files, in the order of the first manifest
 * @throws IntegrityError E_FILES_DIFFER naming every file that is missing, different, not listed or behind a link
 */
export async function verifyChecksums(
  listings: readonly Listing[],
  present: readonly string[],
  baseDirectory: string,
  hash: (names: readonly string[]) => Promise<NamedFile[]>,
): Promise<NamedFile[]> {
  const findings: string[] = [];
  const there: string[] = [];
  const listed = new Set(listings.flatMap(({ entries }) => entries.map(({ name }) => name)));
  for (const name of listed) {
    const problem = await findProblem(baseDirectory, name);
    if (problem === undefined) there.push(name);
    else findings.push(`${problem}: ${neutralizeLine(name, 200)}`);
  }
  const files = await hash(there);
  for (const listing of listings) findings.push(...compareListing(listing, files, [...listed, ...present]));
  if (findings.length > 0) {
    throw new IntegrityError(coreErrors.E_FILES_DIFFER, {
      message: `The files do not match the manifest: ${findings.join('; ')}.`,
      hint: 'Do not publish them. Build again, and verify against the manifest of that build.',
    });
  }
  return files;
}

function compareListing(
  { manifest, form, entries }: Listing,
  files: readonly NamedFile[],
  expected: readonly string[],
): string[] {
  const digests = new Map(entries.map(({ name, digest }) => [name, digest]));
  const findings: string[] = [];
  for (const { name, digests: found } of files) {
    const digest = digests.get(name);
    if (digest !== undefined && digest !== found[form.algorithm]) {
      findings.push(
        `different: ${neutralizeLine(name, 200)} (${manifest} lists ${digest}, found ${found[form.algorithm]})`,
      );
    }
  }
  for (const name of new Set(expected)) {
    if (!digests.has(name)) findings.push(`not listed in ${manifest}: ${neutralizeLine(name, 200)}`);
  }
  return findings;
}

async function findProblem(baseDirectory: string, name: string): Promise<string | undefined> {
  const link = await findLink(baseDirectory, name);
  if (link !== undefined) return link === name ? 'a symbolic link' : 'inside a linked folder';
  const entry = await lstat(join(baseDirectory, name)).catch(() => undefined);
  if (entry === undefined) return 'missing';
  return entry.isFile() ? undefined : 'not a regular file';
}
