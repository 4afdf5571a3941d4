import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { ociErrors } from '@slipway/oci/errors';
import { readWheel } from '@slipway/python/archive/read-wheel';
import { ArrivingFile } from './arriving-file.ts';
import { onDisk } from './disk.ts';
import type { Namespace } from './open-namespace.ts';
import type { ServedFile } from './read-project.ts';
import { type StoreWatch, storeFile } from './store-file.ts';

/** Files on disk, each downloaded once. */
export interface FileCache {
  /** The file, which may still be on its way; who asks for the same one meanwhile gets the same. */
  open(project: string, file: ServedFile): ArrivingFile;
  /** Whether METADATA of a wheel can be had before a client loses patience: there is no way to it but the whole wheel. */
  isMetadataNear(file: ServedFile): boolean;
  /**
   * METADATA of a wheel.
   * @throws IntegrityError E_GHP_FILE_DIFFERS, E_OCI_DIGEST; EnvironmentError E_FILE_UNREADABLE; RemoteError E_OCI_*, E_HTTP_*
   */
  readMetadata(project: string, file: ServedFile): Promise<Uint8Array>;
  close(): Promise<void>;
}

// pip waits 15 seconds for the next byte; a slow line brings this much in that time.
const nearBytes = 2 * 1024 * 1024;

const keyOf = ({ sha256, fileName }: ServedFile): string => `${sha256} ${fileName}`;

/** Opens an empty cache in a folder of its own, which goes with it. @throws EnvironmentError E_FILE_UNREADABLE */
export async function createFileCache(namespace: Namespace): Promise<FileCache> {
  const base = tmpdir();
  const folder = await onDisk(base, () => mkdtemp(join(base, 'slipway-serve-')));
  const files = new Map<string, ArrivingFile>();

  const fetchFile = async (
    project: string,
    { fileName, sha256, size }: ServedFile,
    watch: StoreWatch,
  ): Promise<string> => {
    const directory = join(folder, sha256);
    await onDisk(directory, () => mkdir(directory, { recursive: true }));
    const blob = { digest: `sha256:${sha256}`, size, title: fileName };
    await namespace.read(project, (repository) => storeFile(repository, blob, directory, fileName, watch));
    return join(directory, fileName);
  };

  const cache: FileCache = {
    open(project, file) {
      const key = keyOf(file);
      const known = files.get(key);
      if (known !== undefined) return known;
      const started = new ArrivingFile(file, (watch) => fetchFile(project, file, watch));
      files.set(key, started);
      // A failure is not kept: the next request tries again.
      started.whole.catch(() => files.delete(key));
      return started;
    },
    isMetadataNear: (file) => file.size <= nearBytes || files.get(keyOf(file))?.isStored === true,
    async readMetadata(project, file) {
      const path = await cache.open(project, file).whole;
      const { contents } = await readWheel(path, (name) => /^[^/]+\.dist-info\/METADATA$/.test(name));
      const [bytes = Buffer.alloc(0)] = contents.values();
      if (createHash('sha256').update(bytes).digest('hex') !== file.metadataSha256) {
        throw new IntegrityError(ociErrors.E_GHP_FILE_DIFFERS, {
          message: `The metadata in ${file.fileName} does not have the SHA-256 listed in its release.`,
        });
      }
      return bytes;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return cache;
}
