import { sourceOfBytes } from '../blobs/blob-source.ts';
import type { PackageFile } from './package-file.ts';
import { emptyConfig, emptyConfigBytes } from './package-manifests.ts';
import type { ReleasePlan } from './plan-release.ts';
import { blobOf, sendBlob, sendFileManifest } from './send-file.ts';
import { writeIndex } from './write-index.ts';

/** `published` by this run, or `present`: the registry had the same bytes. */
export type PackageFileState = 'published' | 'present';

/**
 * Brings the registry to hold the release: blobs, config and manifests first, the index that names them last. Files of
 * others under the same version stay. What the registry lost is pushed again. Run again after a break, it ends with the same
 * digests.
 * @returns digest of the index
 * @throws RemoteError E_GHP_CONTENDED when others keep replacing the index; else like `planRelease`
 */
export async function writeRelease(plan: ReleasePlan, onFile: (file: PackageFile) => void): Promise<string> {
  const { repository, facts, files, present, damaged } = plan;
  const unsent = files.filter(({ fileName }) => !present.has(fileName));
  for (const file of unsent) {
    const damage = damaged.get(file.fileName);
    if (damage !== undefined) {
      const what = damage === 'blob' ? 'lost its bytes' : 'lost its manifest';
      repository.log.notice(`${repository.registry} lists ${file.fileName} but ${what}. Pushing it again.`);
    }
    await sendBlob(repository, blobOf(file));
  }
  if (unsent.length > 0 || plan.isConfigLost)
    await sendBlob(repository, sourceOfBytes(emptyConfig.digest, emptyConfigBytes));
  // A manifest that is there stays, and with it its entry in the index.
  const absent = unsent.filter(({ fileName }) => damaged.get(fileName) !== 'blob');
  for (const file of absent) await sendFileManifest(repository, file, facts);
  for (const file of unsent) onFile(file);
  return writeIndex(plan, absent);
}
