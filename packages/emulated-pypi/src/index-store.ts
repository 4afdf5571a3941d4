import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AdminFlags, PendingPublisher, Project, Publisher, StoredToken, User } from './model.ts';
import { createStaleViews, type StaleViews } from './stale-views.ts';

/** The whole state of one index; the bytes of files are on disk. */
export interface IndexStore {
  readonly projects: Map<string, Project>;
  readonly users: Map<string, User>;
  readonly tokens: Map<string, StoredToken>;
  publishers: readonly Publisher[];
  pendingPublishers: readonly PendingPublisher[];
  /** Every file name that was ever used: `Filename` of warehouse. */
  readonly usedFilenames: Set<string>;
  readonly prohibitedNames: Set<string>;
  /** `jti` of used ID tokens with the time, in seconds, they are kept until. */
  readonly usedTokenIds: Map<string, number>;
  /** When each user created projects, for the rate limit. */
  readonly projectCreations: Map<string, readonly number[]>;
  flags: AdminFlags;
  readonly views: StaleViews;
  serial: number;
  now(): number;
  /** Replaces a project and gives it a new serial; what readers see may lag behind. */
  commit(project: Project): Project;
  writeBytes(path: string, bytes: Uint8Array): Promise<void>;
  /** undefined when there is no such file. */
  findBytes(path: string): Promise<{ readonly sizeBytes: number } | undefined>;
  /** Bytes `start` to `end`, both included. */
  readBytes(path: string, start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Opens an empty index whose files are kept in `directory`. */
export function createIndexStore(directory: string, now: () => number): IndexStore {
  // The path comes from digests and checked file names, never from a request as it is.
  const locate = (path: string): string => join(directory, ...path.split('/'));
  const store: IndexStore = {
    projects: new Map(),
    users: new Map(),
    tokens: new Map(),
    publishers: [],
    pendingPublishers: [],
    usedFilenames: new Set(),
    prohibitedNames: new Set(),
    usedTokenIds: new Map(),
    projectCreations: new Map(),
    flags: {
      readOnly: false,
      disallowNewUpload: false,
      disallowOidc: false,
      disallowNewProjects: false,
      disablePep740: false,
    },
    views: createStaleViews(now),
    serial: 0,
    now,
    commit(project) {
      store.serial += 1;
      const committed = { ...project, lastSerial: store.serial };
      store.views.remember(project.normalizedName, store.projects.get(project.normalizedName));
      store.projects.set(project.normalizedName, committed);
      return committed;
    },
    async writeBytes(path, bytes) {
      const target = locate(path);
      const partial = `${target}.${randomUUID()}`;
      await mkdir(dirname(target), { recursive: true });
      await writeFile(partial, bytes, { flag: 'wx' });
      await rename(partial, target);
    },
    async findBytes(path) {
      const found = await stat(locate(path)).catch(() => undefined);
      return found?.isFile() === true ? { sizeBytes: found.size } : undefined;
    },
    readBytes: (path, start, end) => createReadStream(locate(path), { start, end }),
  };
  return store;
}
