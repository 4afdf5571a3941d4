import { runParallel } from '@slipway/core/async/run-parallel';
import { ActionError } from '@slipway/core/errors/action-error';
import { getManifest } from '../manifests.ts';
import type { Repository } from '../registry.ts';
import { listTags } from '../tags.ts';
import { versionOfTag } from './package-name.ts';
import { type PackageRelease, readRelease } from './read-release.ts';

/** A release with its version. */
export interface ListedRelease extends PackageRelease {
  readonly version: string;
}

// A manifest is some kilobytes, and takes a round trip: 1,000 versions at 120 ms each are read in one second.
const maxParallelReads = 128;

/** Problems of a single version: it is broken, or this caller cannot see it. */
const brokenCodes: ReadonlySet<string> = new Set([
  'E_GHP_INCOMPLETE',
  'E_OCI_AUTHENTICATION',
  'E_OCI_DENIED',
  'E_OCI_DIGEST',
  'E_OCI_MALFORMED',
]);

/** Whether a failure is of one release, so that the others can be shown without it. */
function isBrokenRelease(cause: unknown): cause is ActionError {
  return cause instanceof ActionError && brokenCodes.has(cause.code);
}

/**
 * Runs `read` for every item, some at a time, and keeps the order. A broken release is passed over with a warning. When nothing
 * else is left its failure counts: an answer without any version would send an installer to the next index.
 * @throws the first failure that is not of one release
 */
export async function passOverBroken<Item, Result>(
  repository: Repository,
  items: readonly Item[],
  read: (item: Item) => Promise<Result | undefined>,
): Promise<readonly Result[]> {
  const found: (Result | undefined)[] = [];
  const broken: ActionError[] = [];
  await runParallel([...items.entries()], maxParallelReads, async ([index, item]) => {
    try {
      found[index] = await read(item);
    } catch (cause) {
      if (!isBrokenRelease(cause)) throw cause;
      broken.push(cause);
    }
  });
  const kept = found.filter((result) => result !== undefined);
  const [first] = broken;
  if (kept.length === 0 && first !== undefined) throw first;
  for (const { code, message } of broken)
    repository.log.warning(`${code}: ${message} Skipping this version.`);
  return kept;
}

/**
 * All releases of a project, in the order of their tags. A tag that holds something else is passed over: one signature in
 * the repository must not hide every version. So is a broken one, with a warning.
 * @param isVersion whether a text can be a version at all; other tags are not asked for
 * @param known releases that were read before: their manifests are not read again, whatever their tags point to now
 * @throws RemoteError E_OCI_*, E_HTTP_*, IntegrityError E_OCI_DIGEST when no release can be read
 */
export async function listReleases(
  repository: Repository,
  project: string,
  isVersion: (text: string) => boolean,
  known: ReadonlyMap<string, ListedRelease> = new Map(),
): Promise<readonly ListedRelease[]> {
  const tags = (await listTags(repository)).filter((tag) => isVersion(versionOfTag(tag)));
  return passOverBroken(repository, tags, async (tag) => {
    const version = versionOfTag(tag);
    const before = known.get(version);
    if (before !== undefined) return before;
    const stored = await getManifest(repository, tag);
    const release = stored === undefined ? undefined : readRelease(stored, project, version);
    return release === undefined ? undefined : { ...release, version };
  });
}
