import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { store } from '../src/artifacts/upload-artifact.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** GitHub's client behind a proxy that never answers. */
const stalled = { uploadArtifact: () => new Promise<never>(() => undefined) };
const request = { name: 'dist', files: [], rootDirectory: '/' };

it('a stalled artifact upload fails after half an hour', async () => {
  const outcome = store(stalled, request).catch(String);
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  expect(await Promise.race([outcome, Promise.resolve('waiting')])).toBe('waiting');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await outcome).toBe('Error: did not finish within 1800 s');
});

it('an aborted artifact upload fails with the abort reason', async () => {
  const controller = new AbortController();
  const outcome = store(stalled, { ...request, signal: controller.signal }).catch(String);
  controller.abort(new Error('cancelled by hand'));
  expect(await outcome).toBe('Error: cancelled by hand');
});
