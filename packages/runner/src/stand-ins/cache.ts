import type { StandIn } from './stand-in.ts';

const inputs = ['path', 'key', 'restore-keys', 'upload-chunk-size', 'enableCrossOsArchive'];

/** Replaces actions/cache and its parts: every cache is empty, as in the first run of a repository, and nothing is stored. */
export const cacheStandIn: StandIn = {
  inputs: [...inputs, 'fail-on-cache-miss', 'lookup-only', 'save-always'],
  async main({ inputs: given, log, setOutput }) {
    const key = given['key'] ?? '';
    if (given['fail-on-cache-miss'] === 'true')
      throw new Error(
        `Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: ${key}`,
      );
    log(`Cache not found for input keys: ${key}`);
    setOutput('cache-hit', '');
    setOutput('cache-primary-key', key);
  },
};
