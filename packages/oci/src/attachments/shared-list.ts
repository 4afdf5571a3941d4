import { RemoteError } from '@slipway/core/errors/action-error';
import { isPassing, waitBefore } from '../blobs/blobs.ts';
import { ociErrors } from '../errors.ts';
import type { Repository } from '../registry.ts';
import { createListMemory } from './list-memory.ts';

export interface SettleOptions {
  /** Least time an entry has to stay listed before it counts. Default 500; longer when the registry is slow. */
  readonly settleMs?: number;
}

/** What is listed now, and may be lost to who writes at the same time until it has settled. */
export interface Unsettled {
  /**
   * Looks at the list twice more, each time after longer than a writer needs from its reading to its writing, and writes again
   * what is gone. Nothing to wait for where nothing was written.
   * @throws RemoteError E_OCI_REFERRERS when others keep overwriting, E_OCI_*, E_HTTP_*
   */
  settle(options?: SettleOptions): Promise<void>;
}

/** A list under a tag that several jobs may write at the same time. */
export interface SharedList<Entry> {
  readonly tag: string;
  /** What is listed now; empty without the tag. */
  read(): Promise<readonly Entry[]>;
  /** What makes two entries the same. */
  keyOf(entry: Entry): string;
  /** Pushes what a list refers to. Slow work belongs here, not in `write`: the list is read again if something was sent. */
  prepare?(entries: readonly Entry[]): Promise<boolean>;
  /** Puts the whole list under the tag, or fails; it must not try again with what was read before. */
  write(entries: readonly Entry[]): Promise<void>;
  /** After a write that was refused: the entries the registry has no more, for which it refuses a list; none for another reason. */
  findGone?(entries: readonly Entry[], cause: unknown): Promise<readonly Entry[]>;
}

const defaultSettleMs = 500;
const maxWrites = 12;
const maxFailures = 5;
// Once may be a moment before somebody else's write.
const neededSightings = 2;

/**
 * Adds entries to a list. A registry has no compare-and-set, so two writers can overwrite each other's entries. To
 * prevent that, call `settle`.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function addToSharedList<Entry>(
  repository: Repository,
  list: SharedList<Entry>,
  entries: readonly Entry[],
): Promise<Unsettled> {
  const { clock, random, log } = repository;
  const memory = createListMemory(entries, list.keyOf);
  let slowestMs = 0;
  let writes = 0;
  let failures = 0;

  /** Reads the list, and writes it when it is not complete. */
  const look = async (): Promise<'complete' | 'written'> => {
    const readAtMs = clock.now();
    const { complete, merged } = memory.observe(await list.read());
    if (complete) return 'complete';
    if (writes >= maxWrites) throw givenUp(repository, list.tag, writes);
    if ((await list.prepare?.(merged)) === true) return look();
    writes += 1;
    try {
      await list.write(merged);
    } catch (cause) {
      await recover(merged, cause);
      return look();
    }
    slowestMs = Math.max(slowestMs, clock.now() - readAtMs);
    log.debug(`${list.tag} now has ${merged.length} entries`);
    return 'written';
  };

  /** Whether a write that failed took effect shows when the list is read again. */
  const recover = async (merged: readonly Entry[], cause: unknown): Promise<void> => {
    const lost = (await list.findGone?.(merged, cause)) ?? [];
    if (lost.length > 0) {
      log.notice(
        `${list.tag} of ${repository.registry}/${repository.name} lists ${lost.length} attachments that were deleted. Removing them from the list.`,
      );
      memory.forget(lost);
      return;
    }
    failures += 1;
    if (!isPassing(cause) || failures > maxFailures) throw cause;
    log.debug(`${cause.message} Reading the list ${list.tag} again.`);
    await waitBefore(repository, failures, cause);
  };

  // Within one process there is no need to race.
  const lookAlone = () => repository.runAlone(`${repository.name}:${list.tag}`, look);

  await lookAlone();
  // Entries of an earlier run, with nothing written now, have settled long ago.
  let sightings = writes === 0 ? neededSightings : 0;
  return {
    async settle({ settleMs = defaultSettleMs } = {}) {
      while (sightings < neededSightings) {
        // Each look comes later than a writer as slow as this one needs, and both together three times as late.
        const minMs = Math.max(settleMs, slowestMs * 1.5);
        await clock.sleep(Math.round(minMs * (1 + random() / 2)));
        sightings = (await lookAlone()) === 'complete' ? sightings + 1 : 0;
      }
    },
  };
}

function givenUp({ registry, name }: Repository, tag: string, writes: number): RemoteError {
  return new RemoteError(ociErrors.E_OCI_REFERRERS, {
    message: `${registry}/${name} lost an entry of the list "${tag}" ${writes} times because other jobs keep overwriting it.`,
    hint: 'Put the jobs that attach to this image into one "concurrency:" group, then re-run this job.',
  });
}

/** Names the rule that keeps a list from growing. */
export function explainImmutable(repository: Repository, tag: string, cause: unknown): unknown {
  if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE') return cause;
  return new RemoteError(ociErrors.E_OCI_REFERRERS, {
    message: `${repository.registry}/${repository.name} already has the list "${tag}" for this image and does not allow changes to it: ${cause.message}`,
    hint: 'Exclude the tags "sha256-*" from the rule that makes tags immutable. The list of an image\'s attachments is stored under such a tag and grows.',
    status: cause.status,
    url: cause.url,
    cause,
  });
}
