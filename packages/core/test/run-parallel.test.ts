import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runParallel } from '../src/async/run-parallel.ts';

describe('runParallel', () => {
  it('all items run in order without exceeding the concurrency limit', async () => {
    const started: number[] = [];
    let running = 0;
    let most = 0;
    await runParallel([1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item);
      running += 1;
      most = Math.max(most, running);
      await setImmediate();
      running -= 1;
    });
    expect(started).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    await runParallel([6], 0, async (item) => void started.push(item));
    expect(started.at(-1)).toBe(6);
    await runParallel([], 2, () => Promise.reject(new Error('nothing to do')));
  });

  it('no item starts after a failure, running items finish, and the first error is thrown', async () => {
    const finished: number[] = [];
    const attempt = runParallel([1, 2, 3, 4], 2, async (item) => {
      await setImmediate();
      if (item === 1) throw new Error('first');
      await setImmediate();
      finished.push(item);
      if (item === 2) throw new Error('second');
    });
    await expect(attempt).rejects.toThrow('first');
    expect(finished).toEqual([2]);
  });
});
