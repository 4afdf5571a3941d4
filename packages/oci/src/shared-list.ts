import { RemoteError } from '@slipway/core/errors/action-error';
import type { Repository } from './registry.ts';

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
  /** Puts the whole list under the tag. */
  write(entries: readonly Entry[]): Promise<void>;
  /** After a write that was refused: the entries the registry has no more, for which it refuses a list; none for another reason. */
  findGone?(entries: readonly Entry[], cause: unknown): Promise<readonly Entry[]>;
}

const defaultSettleMs = 500;
const mostWrites = 12;
// Once may be a moment before somebody else's write.
const neededSightings = 2;

/**
 * Brings a list to have some entries beside those that it has. A registry has no compare-and-set, so two writers can lose each
 * other's: whoever wants them kept calls `settle`.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
export async function addToSharedList<Entry>(
  repository: Repository,
  list: SharedList<Entry>,
  entries: readonly Entry[],
): Promise<Unsettled> {
  const { clock, random } = repository;
  const wanted = new Map(entries.map((entry) => [list.keyOf(entry), entry]));
  const seen = new Map<string, Entry>();
  const gone = new Set<string>();
  let slowestMs = 0;
  let writes = 0;

  const look = async (): Promise<'complete' | 'written'> => {
    const readAtMs = clock.now();
    const found = await list.read();
    const listed = new Set(found.map((each) => list.keyOf(each)));
    const complete = [...wanted.keys(), ...seen.keys()].every((key) => listed.has(key));
    for (const each of found) {
      const key = list.keyOf(each);
      if (!seen.has(key) && !gone.has(key)) seen.set(key, each);
    }
    if (complete) return 'complete';
    if (writes >= mostWrites) throw givenUp(repository, list.tag, writes);
    writes += 1;
    const missing = [...wanted].filter(([key]) => !seen.has(key)).map(([, entry]) => entry);
    const merged = [...seen.values(), ...missing];
    try {
      await list.write(merged);
    } catch (cause) {
      const lost = (await list.findGone?.(merged, cause)) ?? [];
      if (lost.length === 0) throw cause;
      repository.log.notice(
        `${list.tag} of ${repository.registry}/${repository.name} lists ${lost.length} attachments that were deleted; they are taken off.`,
      );
      for (const key of lost.map((each) => list.keyOf(each))) {
        gone.add(key);
        seen.delete(key);
      }
      return look();
    }
    slowestMs = Math.max(slowestMs, clock.now() - readAtMs);
    repository.log.debug(`${list.tag} has ${merged.length} entries now`);
    return 'written';
  };
  // Within one process there is no need to race.
  const lookAlone = () => repository.runAlone(`${repository.name}:${list.tag}`, look);

  // Entries of an earlier run, with nothing written now, have settled long ago.
  let sightings = (await lookAlone()) === 'complete' ? neededSightings : 0;
  return {
    async settle({ settleMs = defaultSettleMs } = {}) {
      while (sightings < neededSightings) {
        // Each look comes later than a writer as slow as this one needs, and both together three times as late.
        const leastMs = Math.max(settleMs, slowestMs * 1.5);
        await clock.sleep(Math.round(leastMs * (1 + random() / 2)));
        sightings = (await lookAlone()) === 'complete' ? sightings + 1 : 0;
      }
    },
  };
}

function givenUp({ registry, name }: Repository, tag: string, writes: number): RemoteError {
  return new RemoteError('E_OCI_REFERRERS', {
    message: `${registry}/${name} lost an entry of the list "${tag}" ${writes} times: other jobs write it all the time.`,
    hint: 'Put the jobs that attach to this image into one "concurrency:" group, and run this one again.',
  });
}

/** Names the rule that keeps a list from growing. */
export function explainImmutable(repository: Repository, tag: string, cause: unknown): unknown {
  if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE') return cause;
  return new RemoteError('E_OCI_REFERRERS', {
    message: `${repository.registry}/${repository.name} has the list "${tag}" for this image already and lets nobody change it: ${cause.message}`,
    hint: 'Except the tags "sha256-*" from the rule that makes tags immutable: the list of what is attached to an image grows under such a tag.',
    status: cause.status,
    url: cause.url,
    cause,
  });
}
