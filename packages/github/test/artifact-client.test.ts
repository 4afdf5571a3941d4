import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { boundClient } from '../src/artifacts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** GitHub's client behind a proxy that never answers. */
const stalled = {
  uploadArtifact: () => new Promise<never>(() => undefined),
  downloadArtifact: () => new Promise<never>(() => undefined),
  listArtifacts: () => new Promise<never>(() => undefined),
};

it('a stalled artifact upload fails after half an hour', async () => {
  const client = boundClient(stalled, undefined);
  const outcome = client.uploadArtifact('dist', [], '/').catch(String);
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  expect(await Promise.race([outcome, Promise.resolve('waiting')])).toBe('waiting');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await outcome).toBe('Error: not finished within 1800 s');
});

it('a stalled artifact listing fails after five minutes', async () => {
  const outcome = boundClient(stalled, undefined).listArtifacts().catch(String);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(await outcome).toBe('Error: not finished within 300 s');
});

it('an aborted artifact upload fails with the abort reason', async () => {
  const controller = new AbortController();
  const client = boundClient(stalled, controller.signal);
  const outcome = client.uploadArtifact('dist', [], '/').catch(String);
  controller.abort(new Error('cancelled by hand'));
  expect(await outcome).toBe('Error: cancelled by hand');
});
