import { createUrlSigner, type UrlSigner } from '@slipway/emulated-github/artifacts/signed-url';
import type { EmulatorResponse } from '@slipway/gateway/service';
import { RegistryFailure } from './failure.ts';
import type { Digest, Package } from './model.ts';
import type { RegistryStore } from './registry-store.ts';
import { blobsPath } from './storage-host.ts';

const linkLifetimeMs = 10 * 60 * 1000;

/** Signs the addresses of the storage behind the registry. */
export function createBlobLinks(store: RegistryStore): UrlSigner {
  return createUrlSigner(() => store.now());
}

/** `GET` and `HEAD` of a blob: the size, or the way to the storage. */
export async function answerBlob(
  store: RegistryStore,
  links: UrlSigner,
  storageHost: string,
  target: Package | undefined,
  digest: Digest,
  method: string,
): Promise<EmulatorResponse> {
  const size = target?.blobs.has(digest) === true ? await store.sizeOf(digest) : undefined;
  if (size === undefined)
    throw new RegistryFailure(404, 'BLOB_UNKNOWN', 'blob unknown to registry', { detail: { digest } });
  const headers = { 'docker-content-digest': digest, 'content-type': 'application/octet-stream' };
  if (method === 'HEAD') return { status: 200, headers: { ...headers, 'content-length': String(size) } };
  const path = blobsPath(digest);
  const signed = new URL(links.sign({ path, permission: 'r', expiresAtMs: store.now() + linkLifetimeMs }));
  return {
    status: 307,
    headers: { ...headers, location: `https://${storageHost}${path}${signed.search}` },
  };
}
