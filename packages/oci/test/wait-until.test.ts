import { RemoteError } from '@slipway/core/errors/action-error';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { describe, expect, it } from 'vitest';
import { ociErrors } from '../src/errors.ts';
import type { Repository } from '../src/registry.ts';
import { waitUntil, waitUntilThere } from '../src/wait-until.ts';
import { openOciWorld } from './world.ts';

async function openRepository() {
  const clock = createManualClock();
  const repository = (await openOciWorld()).connect().repository('octo/demo');
  const timed: Repository = { ...repository, clock, random: () => 0 };
  return { clock, repository: timed };
}

describe('waitUntil', () => {
  it('a value that is there at once is read once without a pause', async () => {
    const { clock, repository } = await openRepository();
    expect(
      await waitUntil(
        repository,
        async () => 7,
        (value) => value === 7,
      ),
    ).toBe(7);
    expect(clock.sleeps).toEqual([]);
  });

  it('the pauses grow to a minute in total, then the last value is returned', async () => {
    const { clock, repository } = await openRepository();
    let reads = 0;
    const last = await waitUntil(
      repository,
      async () => (reads += 1),
      () => false,
    );
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 28_500]);
    expect(last).toBe(8);
  });

  it('an absence is retried and any other error is not', async () => {
    const { clock, repository } = await openRepository();
    const answers: (string | RemoteError)[] = [new RemoteError(ociErrors.E_OCI_NOT_FOUND), 'there'];
    const read = async (): Promise<string> => {
      const next = answers.shift() ?? new RemoteError(ociErrors.E_OCI_NOT_FOUND, { message: 'still absent' });
      if (typeof next === 'string') return next;
      throw next;
    };
    expect(await waitUntilThere(repository, read)).toBe('there');
    await expect(waitUntilThere(repository, read, 3000)).rejects.toThrow('still absent');
    expect(clock.sleeps).toEqual([500, 500, 1000, 1500]);
    answers.push(new RemoteError(ociErrors.E_OCI_DENIED));
    await expect(waitUntilThere(repository, read)).rejects.toMatchObject({ code: 'E_OCI_DENIED' });
    expect(clock.sleeps).toHaveLength(4);
  });
});
