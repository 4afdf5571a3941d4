import { createHash } from 'node:crypto';
import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import { readCommit } from '@slipway/github/commits';
import { type LocatedEntry, locateEntry } from '@slipway/github/commits/follow-links';
import { createTreeReader, listTreeFiles } from '@slipway/github/commits/tree-entries';
import { type Repository, readBlob } from '@slipway/github/repository';

/** The files of one commit. */
export interface RepositoryFiles {
  /**
   * The bytes of a file as a checkout shows them: through symbolic links.
   * @param path from the root of the repository; undefined when there is no such file @throws as GitHubClient.rest
   */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The path of a file without symbolic links: where its bytes are written. A path that leads nowhere stays. */
  resolve(path: string): Promise<string>;
  /** What is in a folder, the root being `''`; undefined when there is no such folder. @throws as GitHubClient.request */
  list(folder: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[] | undefined>;
  /** Paths of all files below a folder, relative to it; undefined if there are too many to list. */
  listAll(folder: string): Promise<readonly string[] | undefined>;
}

/**
 * Reads files as they are in a commit, over the API: what is released is what is on the branch, whatever happened to the
 * files of the checkout.
 */
export async function openRepositoryFiles(repository: Repository, sha: string): Promise<RepositoryFiles> {
  const root = (await readCommit(repository, sha)).tree;
  const reader = createTreeReader(repository, root);
  const known = new Map<string, Promise<Uint8Array | undefined>>();
  const readEntry = async ({ path, entry }: LocatedEntry): Promise<Uint8Array> => {
    const bytes = await readBlob(repository, entry.sha);
    assertBlob(bytes, entry.sha, path);
    return bytes;
  };
  const locate = (path: string): Promise<LocatedEntry | undefined> =>
    locateEntry(reader, path, async (link) => Buffer.from(await readEntry(link)).toString('utf8'));
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const located = await locate(path);
    return located?.entry.type === 'blob' ? readEntry(located) : undefined;
  };
  const listed = new Map<string, Promise<readonly string[] | undefined>>();
  const listFiles = async (folder: string): Promise<readonly string[] | undefined> => {
    const tree = folder === '' ? root : (await reader.find(folder))?.sha;
    if (tree === undefined) return [];
    const { paths, isComplete } = await listTreeFiles(repository, tree);
    return isComplete ? paths : undefined;
  };
  return {
    listAll(folder) {
      const listing = listed.get(folder) ?? listFiles(folder);
      listed.set(folder, listing);
      return listing;
    },
    read(path) {
      const reading = known.get(path) ?? read(path);
      known.set(path, reading);
      return reading;
    },
    resolve: async (path) => (await locate(path))?.path ?? path,
    async list(folder) {
      const entries = await reader.list(folder);
      return entries?.map(({ path, type }) => ({ name: path, isFolder: type === 'tree' }));
    },
  };
}

/** Holds the bytes against the name of the blob, which git makes of them; repositories of SHA-256 have longer names. */
function assertBlob(bytes: Uint8Array, name: string, path: string): void {
  const found = createHash(name.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.byteLength}\0`)
    .update(bytes)
    .digest('hex');
  if (found === name) return;
  throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
    message: `GitHub returned "${neutralizeLine(path, 200)}" as the blob ${found}, but the commit has ${neutralizeLine(name, 80)}.`,
  });
}
