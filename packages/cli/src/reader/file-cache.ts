import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrityError } from '@slipway/core/errors/action-error';
import { readWheel } from '@slipway/python/archive/read-wheel';
import type { Namespace } from './open-namespace.ts';
import type { ServedFile } from './read-project.ts';
import { storeFile } from './store-file.ts';

/** Verified files on disk, each downloaded once. */
export interface FileCache {
  /** Path of the whole, verified file. @throws IntegrityError E_OCI_DIGEST; RemoteError E_OCI_*, E_HTTP_* */
  open(project: string, file: ServedFile): Promise<string>;
  /** METADATA of a wheel. @throws like `open`, and IntegrityError E_GHP_FILE_DIFFERS */
  readMetadata(project: string, file: ServedFile): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens an empty cache in a folder of its own, which goes with it. */
export async function createFileCache(namespace: Namespace): Promise<FileCache> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-serve-'));
  const running = new Map<string, Promise<string>>();

  const fetchFile = async (project: string, { fileName, sha256, size }: ServedFile): Promise<string> => {
    const directory = join(folder, sha256);
    await mkdir(directory, { recursive: true });
    const blob = { digest: `sha256:${sha256}`, size, title: fileName };
    await namespace.read(project, (repository) => storeFile(repository, blob, directory, fileName));
    return join(directory, fileName);
  };

  const cache: FileCache = {
    open(project, file) {
      const key = `${file.sha256} ${file.fileName}`;
      const known = running.get(key);
      if (known !== undefined) return known;
      const started = fetchFile(project, file);
      running.set(key, started);
      // A failure is not kept: the next request tries again.
      started.catch(() => running.delete(key));
      return started;
    },
    async readMetadata(project, file) {
      const path = await cache.open(project, file);
      const { contents } = await readWheel(path, (name) => /^[^/]+\.dist-info\/METADATA$/.test(name));
      const [bytes = Buffer.alloc(0)] = contents.values();
      if (createHash('sha256').update(bytes).digest('hex') !== file.metadataSha256) {
        throw new IntegrityError('E_GHP_FILE_DIFFERS', {
          message: `The metadata in ${file.fileName} has not the SHA-256 that its release names.`,
        });
      }
      return bytes;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
  return cache;
}
