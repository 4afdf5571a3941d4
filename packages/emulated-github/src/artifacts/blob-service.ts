import { randomUUID } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { Blob, BlobStore } from './blob-store.ts';
import type { BlobPermission, UrlSigner } from './signed-url.ts';

interface BlobServiceOptions {
  readonly blobs: BlobStore;
  readonly signer: UrlSigner;
  readonly now: () => number;
}

const apiVersion = '2025-11-05';
// https://learn.microsoft.com/rest/api/storageservices/put-block: an ID is at most 64 bytes before encoding.
const maxBlockIdBytes = 64;

// Codes, statuses and words: https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
const failures = {
  AuthenticationFailed: [
    403,
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  AuthorizationPermissionMismatch: [
    403,
    'This request is not authorized to perform this operation using this permission.',
  ],
  BlobNotFound: [404, 'The specified blob does not exist.'],
  InvalidBlobOrBlock: [400, 'The specified blob or block content is invalid.'],
  InvalidBlockList: [400, 'The specified block list is invalid.'],
  InvalidQueryParameterValue: [
    400,
    'Value for one of the query parameters specified in the request URI is invalid.',
  ],
  InvalidRange: [416, 'The range specified is invalid for the current size of the resource.'],
  Md5Mismatch: [
    400,
    'The MD5 value specified in the request did not match with the MD5 value calculated by the server.',
  ],
  MissingRequiredHeader: [400, 'An HTTP header that is mandatory for this request is not specified.'],
  UnsupportedHttpVerb: [405, 'The resource does not support the specified HTTP verb.'],
} as const satisfies Record<string, readonly [number, string]>;

function commonHeaders(now: () => number) {
  return {
    server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0',
    'x-ms-request-id': randomUUID(),
    'x-ms-version': apiVersion,
    date: new Date(now()).toUTCString(),
  };
}

/** Answers for the blob host: block blobs behind signed addresses. */
export function createBlobHandler({ blobs, signer, now }: BlobServiceOptions) {
  const fail = (code: keyof typeof failures): EmulatorResponse => {
    const [status, message] = failures[code];
    const common = commonHeaders(now);
    const headers = { ...common, 'content-type': 'application/xml', 'x-ms-error-code': code };
    const trailer = `RequestId:${common['x-ms-request-id']}\nTime:${new Date(now()).toISOString()}`;
    const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}\n${trailer}</Message></Error>`;
    return { status, headers, body };
  };
  const blobHeaders = (blob: Blob): Record<string, string> => ({
    ...commonHeaders(now),
    etag: blob.etag,
    'last-modified': new Date(blob.modifiedAtMs).toUTCString(),
  });
  const created = (headers: Record<string, string>): EmulatorResponse => ({
    status: 201,
    headers: { ...headers, 'x-ms-request-server-encrypted': 'true' },
  });
  const authorize = (request: EmulatorRequest, permission: BlobPermission): EmulatorResponse | undefined => {
    const verdict = signer.verify(request.url, permission);
    if (verdict === undefined) return undefined;
    return fail(verdict === 'permission' ? 'AuthorizationPermissionMismatch' : 'AuthenticationFailed');
  };

  const putBlock = async (request: EmulatorRequest, path: string): Promise<EmulatorResponse> => {
    const blockId = request.url.searchParams.get('blockid') ?? '';
    const decoded = Buffer.from(blockId, 'base64');
    if (blockId === '' || decoded.toString('base64') !== blockId || decoded.byteLength > maxBlockIdBytes)
      return fail('InvalidQueryParameterValue');
    const md5 = await blobs.putBlock(path, blockId, request.stream());
    const expected = request.headers['content-md5'];
    if (expected !== undefined && expected !== md5) return fail('Md5Mismatch');
    return created({ ...commonHeaders(now), 'content-md5': md5 });
  };

  const putBlockList = async (request: EmulatorRequest, path: string): Promise<EmulatorResponse> => {
    const xml = Buffer.from(await request.bytes()).toString('utf8');
    if (!/<BlockList\s*\/?>/.test(xml)) return fail('InvalidBlockList');
    const entries = xml.matchAll(/<(Latest|Uncommitted|Committed)>([^<]*)<\/\1>/g);
    const ids = [...entries].map(([, , id = '']) => id.trim());
    const contentType = request.headers['x-ms-blob-content-type'] ?? 'application/octet-stream';
    const blob = await blobs.commit(path, ids, contentType);
    return blob === undefined ? fail('InvalidBlockList') : created(blobHeaders(blob));
  };

  const putBlob = async (request: EmulatorRequest, path: string): Promise<EmulatorResponse> => {
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob') return fail('MissingRequiredHeader');
    const contentType = request.headers['x-ms-blob-content-type'] ?? request.headers['content-type'];
    const blockId = Buffer.from('whole').toString('base64');
    const md5 = await blobs.putBlock(path, blockId, request.stream());
    if (![undefined, md5].includes(request.headers['content-md5'])) return fail('Md5Mismatch');
    const blob = await blobs.commit(path, [blockId], contentType ?? 'application/octet-stream');
    return blob === undefined
      ? fail('InvalidBlobOrBlock')
      : created({ ...blobHeaders(blob), 'content-md5': md5 });
  };

  const readBlob = (request: EmulatorRequest, path: string): EmulatorResponse => {
    const blob = blobs.find(path);
    if (blob === undefined) return fail('BlobNotFound');
    const { searchParams } = request.url;
    const headers: Record<string, string> = {
      ...blobHeaders(blob),
      'accept-ranges': 'bytes',
      'content-type': searchParams.get('rsct') ?? blob.contentType,
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-server-encrypted': 'true',
    };
    const disposition = searchParams.get('rscd');
    if (disposition !== null) headers['content-disposition'] = disposition;
    const range = /^bytes=(?<first>\d+)-(?<last>\d*)$/.exec(
      request.headers['x-ms-range'] ?? request.headers['range'] ?? '',
    )?.groups;
    const start = Number(range?.['first'] ?? 0);
    if (range !== undefined && start >= blob.size) return fail('InvalidRange');
    const last = range?.['last'];
    const end = last === undefined || last === '' ? blob.size - 1 : Math.min(Number(last), blob.size - 1);
    headers['content-length'] = String(end - start + 1);
    if (range !== undefined) headers['content-range'] = `bytes ${start}-${end}/${blob.size}`;
    const empty = blob.size === 0 || request.method === 'HEAD';
    return {
      status: range === undefined ? 200 : 206,
      headers,
      ...(empty ? {} : { body: blobs.read(path, start, end) }),
    };
  };

  return async (request: EmulatorRequest): Promise<EmulatorResponse> => {
    const path = request.url.pathname;
    if (request.method === 'GET' || request.method === 'HEAD')
      return authorize(request, 'r') ?? readBlob(request, path);
    if (request.method !== 'PUT') return fail('UnsupportedHttpVerb');
    const refused = authorize(request, 'w');
    if (refused !== undefined) return refused;
    switch (request.url.searchParams.get('comp')) {
      case 'block':
        return putBlock(request, path);
      case 'blocklist':
        return putBlockList(request, path);
      case null:
        return putBlob(request, path);
      default:
        return fail('InvalidQueryParameterValue');
    }
  };
}
