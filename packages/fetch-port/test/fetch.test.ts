import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fetch, { bindFetch, type Fetch, type FetchOptions, type FetchResponse } from '@slipway/fetch-port';
import { describe, expect, it } from 'vitest';

const options: FetchOptions = { method: 'GET', headers: {}, retry: false };

function answer(status: number): FetchResponse {
  return {
    ok: true,
    status,
    statusText: '',
    headers: { get: () => null },
    json: async () => ({}),
    buffer: async () => Buffer.alloc(0),
  };
}

describe('fetch port', () => {
  it('@sigstore/sign requires this package as make-fetch-happen', () => {
    const require = createRequire(import.meta.url);
    const library = createRequire(require.resolve('@sigstore/sign'));
    const own = fileURLToPath(new URL('../src/fetch.ts', import.meta.url));
    expect(realpathSync(library.resolve('make-fetch-happen'))).toBe(own);
    // Loaded by the library and by the project it is the same module, or a binding would bind nothing.
    const loaded = library('make-fetch-happen') as { default: unknown; bindFetch: unknown };
    expect(loaded.default).toBe(fetch);
    expect(loaded.bindFetch).toBe(bindFetch);
  });

  it('a request outside of bindFetch fails', async () => {
    await expect(fetch('https://sigstore.example.com', options)).rejects.toThrow(/outside of bindFetch/);
    await bindFetch(
      async () => answer(200),
      async () => undefined,
    );
    await expect(fetch('https://sigstore.example.com', options)).rejects.toThrow(/outside of bindFetch/);
  });

  it('two bindings at the same time are kept apart', async () => {
    const slow =
      (status: number, ms: number): Fetch =>
      async () => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return answer(status);
      };
    const ask = async (): Promise<number[]> => {
      const first = await fetch('https://sigstore.example.com', options);
      const second = await fetch('https://sigstore.example.com', options);
      return [first.status, second.status];
    };
    const both = await Promise.all([bindFetch(slow(201, 5), ask), bindFetch(slow(202, 1), ask)]);
    expect(both).toEqual([
      [201, 201],
      [202, 202],
    ]);
  });
});
