import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Caller, Digest, Package, RegistryToken } from './model.ts';

/** A running upload; its bytes are in a file. */
export interface UploadSession {
  readonly id: string;
  readonly repository: string;
  readonly path: string;
  /** Bytes so far. */
  size: number;
}

/** The whole state of one registry; the bytes of blobs are on disk. */
export interface RegistryStore {
  readonly packages: Map<string, Package>;
  readonly tokens: Map<string, RegistryToken>;
  readonly sessions: Map<string, UploadSession>;
  now(): number;
  /** Path of the file that has the bytes of a blob. */
  locate(digest: Digest): string;
  /** The package of that name, made for the caller when there is none. */
  openPackage(name: string, caller: Caller, visibility: Package['visibility']): Package;
  issueToken(token: RegistryToken, name: string): string;
  startSession(repository: string): Promise<UploadSession>;
  /** Appends what arrives; what came before a break stays. */
  append(session: UploadSession, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Makes the bytes of a session a blob; false, and the session gone, when they have another digest. */
  finishSession(session: UploadSession, digest: Digest): Promise<boolean>;
  endSession(session: UploadSession): Promise<void>;
  /** Bytes of a blob; undefined when no package has it. */
  sizeOf(digest: Digest): Promise<number | undefined>;
  /** Bytes `start` to `end`, both included. */
  readBlob(digest: Digest, start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Opens an empty registry whose blobs are kept in `directory`. */
export function createRegistryStore(directory: string, now: () => number): RegistryStore {
  // Digests are checked before they get here: an algorithm and hex digits.
  const locate = (digest: Digest): string => join(directory, 'blobs', ...digest.split(':'));
  const store: RegistryStore = {
    packages: new Map(),
    tokens: new Map(),
    sessions: new Map(),
    now,
    locate,
    openPackage(name, caller, visibility) {
      const found = store.packages.get(name);
      if (found !== undefined) return found;
      const made: Package = {
        name,
        createdAtMs: now(),
        visibility,
        linkedRepository: caller.kind === 'job' ? caller.identity.repository : undefined,
        actionsAccess: new Map(),
        published: false,
        tags: new Map(),
        manifests: new Map(),
        blobs: new Set(),
      };
      store.packages.set(name, made);
      return made;
    },
    issueToken(token, name) {
      // The form of ghcr.io's own: base64 of `v1:<repository>:<something>`.
      const value = Buffer.from(`v1:${name}:${randomBytes(18).toString('base64')}`).toString('base64');
      store.tokens.set(value, token);
      return value;
    },
    async startSession(repository) {
      const id = randomUUID();
      const path = join(directory, 'uploads', id);
      await mkdir(dirname(path), { recursive: true });
      await (await open(path, 'wx')).close();
      const session = { id, repository, path, size: 0 };
      store.sessions.set(id, session);
      return session;
    },
    async append(session, chunks) {
      for await (const chunk of chunks) {
        await appendFile(session.path, chunk);
        session.size += chunk.byteLength;
      }
    },
    async finishSession(session, digest) {
      const hash = createHash(digest.split(':', 1)[0] ?? '');
      for await (const chunk of createReadStream(session.path)) hash.update(chunk as Buffer);
      const matches = `${digest.split(':', 1)[0]}:${hash.digest('hex')}` === digest;
      store.sessions.delete(session.id);
      if (matches) {
        await mkdir(dirname(locate(digest)), { recursive: true });
        await rename(session.path, locate(digest));
      } else await rm(session.path, { force: true });
      return matches;
    },
    async endSession(session) {
      store.sessions.delete(session.id);
      await rm(session.path, { force: true });
    },
    async sizeOf(digest) {
      return (await stat(locate(digest)).catch(() => undefined))?.size;
    },
    readBlob: (digest, start, end) => createReadStream(locate(digest), { start, end }),
  };
  return store;
}
