import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './ports.ts';

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    await wait(Math.max(0, milliseconds), undefined, signal === undefined ? {} : { signal });
  },
};
