import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '@slipway/core/files/file-list';
import { createSbom } from '@slipway/python/sbom/create-sbom';
import { readEmbeddedSboms } from '@slipway/python/sbom/read-embedded';
import type { BuiltDistribution } from './build/build-into.ts';

/** A bill of materials beside its distribution. */
export interface WrittenSbom extends Omit<FileEntry, 'name'> {
  /** `demo-1.2.0.tar.gz.cdx.json`. */
  readonly fileName: string;
}

/**
 * Writes the bill of materials of a distribution beside it.
 * @param sourceDate seconds since the epoch, as `SOURCE_DATE_EPOCH` has them
 */
export async function writeSbom(
  distribution: BuiltDistribution,
  output: string,
  sourceDate: string | undefined,
): Promise<WrittenSbom> {
  const seconds = sourceDate !== undefined && /^\d{1,11}$/.test(sourceDate) ? Number(sourceDate) : undefined;
  const text = createSbom({
    distribution,
    sha256: distribution.sha256,
    embedded: await readEmbeddedSboms(distribution.path),
    sourceDateEpoch: seconds,
  });
  const fileName = `${distribution.fileName}.cdx.json`;
  await writeFile(join(output, fileName), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { fileName, sha256, size: Buffer.byteLength(text), kind: 'other' };
}
