import { AsyncLocalStorage } from 'node:async_hooks';

/** What `@sigstore/sign` asks for; its source is `dist/external/fetch.js`. */
export interface FetchOptions {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for one attempt. */
  readonly timeout?: number;
  /** The library counts its attempts itself. */
  readonly retry: false;
}

/** What `@sigstore/sign` reads of an answer. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
  buffer(): Promise<Buffer>;
}

export type Fetch = (url: string, options: FetchOptions) => Promise<FetchResponse>;

/** The name under which the type declarations of `@sigstore/sign` know the type of their option `retry`. */
export interface MakeFetchHappenOptions {
  readonly retry?: boolean | number | { readonly retries?: number };
}

const bound = new AsyncLocalStorage<Fetch>();

/** Runs `body`; every request that `@sigstore/sign` makes meanwhile, in the same asynchronous context, goes through `fetch`. */
export function bindFetch<Result>(fetch: Fetch, body: () => Promise<Result>): Promise<Result> {
  return bound.run(fetch, body);
}

/** The function that `@sigstore/sign` imports as `make-fetch-happen`. @throws Error outside `bindFetch`: there is no other way out */
// biome-ignore lint/style/noDefaultExport: the library imports the default export
export default async function fetch(url: string, options: FetchOptions): Promise<FetchResponse> {
  const send = bound.getStore();
  if (send === undefined) throw new Error('@sigstore/sign made a request outside of bindFetch');
  return send(url, options);
}
