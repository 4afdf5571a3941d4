import type { UrlSigner } from '@slipway/emulated-github/artifacts/signed-url';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { Digest } from './model.ts';
import { isDigest } from './names.ts';
import type { RegistryStore } from './registry-store.ts';

const prefix = '/ghcr1/blobs/';

/** Where the storage has a blob. */
export function blobsPath(digest: Digest): string {
  return `${prefix}${digest}`;
}

function refuse(status: number, code: string, message: string): EmulatorResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

/**
 * The object storage a download is redirected to: the address alone opens it. A request that brings the credentials of the
 * registry along is refused, as Azure's storage does.
 */
export async function answerStorage(
  store: RegistryStore,
  links: UrlSigner,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  if (request.headers['authorization'] !== undefined)
    return refuse(
      400,
      'InvalidAuthenticationInfo',
      'Authentication information is not given in the correct format.',
    );
  const digest = decodeURIComponent(request.url.pathname).slice(prefix.length);
  const size = isDigest(digest) ? await store.sizeOf(digest) : undefined;
  const read = request.method === 'GET' || request.method === 'HEAD';
  if (!read || size === undefined) return refuse(404, 'BlobNotFound', 'The specified blob does not exist.');
  const verdict = links.verify(request.url, 'r');
  if (verdict !== undefined)
    return refuse(403, 'AuthenticationFailed', 'Server failed to authenticate the request.');
  const range = /^bytes=(?<start>\d+)-(?<end>\d*)$/.exec(request.headers['range'] ?? '')?.groups;
  const start = Number(range?.['start'] ?? 0);
  const end = Math.min(size - 1, range?.['end'] ? Number(range['end']) : size - 1);
  const length = Math.max(0, end - start + 1);
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(length),
      ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    },
    body: length === 0 ? '' : store.readBlob(digest, start, end),
  };
}
