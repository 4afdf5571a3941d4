import type { StandIn } from './stand-in.ts';

const stored = ['path', 'key', 'upload-chunk-size', 'enableCrossOsArchive'];
const restored = ['path', 'key', 'restore-keys', 'enableCrossOsArchive', 'fail-on-cache-miss', 'lookup-only'];

/** A cache is empty, as in the first run of a repository. */
function restoreNothing(inputs: readonly string[], hasPrimaryKey: boolean): StandIn {
  return {
    inputs,
    async main({ inputs: given, log, setOutput }) {
      const key = given['key'] ?? '';
      if (given['fail-on-cache-miss'] === 'true')
        throw new Error(
          `Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: ${key}`,
        );
      log(`Cache not found for input keys: ${key}`);
      setOutput('cache-hit', '');
      if (hasPrimaryKey) setOutput('cache-primary-key', key);
    },
  };
}

/** Replaces actions/cache: its only output is `cache-hit` (action.yml of v4 and later). */
export const cacheStandIn = restoreNothing([...restored, 'upload-chunk-size', 'save-always'], false);

/** Replaces actions/cache/restore, which also tells its key. */
export const restoreCacheStandIn = restoreNothing(restored, true);

/** Replaces actions/cache/save: nothing is stored, and it has no outputs. */
export const saveCacheStandIn: StandIn = {
  inputs: stored,
  async main({ inputs: given, log }) {
    log(`The cache "${given['key'] ?? ''}" is not stored in a rehearsal.`);
  },
};
