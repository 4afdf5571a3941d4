import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { canonicalizeEntry, EntryRefused } from './log-entries.ts';
import type { TransparencyLog } from './transparency-log.ts';

const entries = '/api/v1/log/entries';

function answer(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

function refuse(code: number, message: string, headers: Readonly<Record<string, string>> = {}) {
  return answer(code, { code, message }, headers);
}

async function createEntry(log: TransparencyLog, request: EmulatorRequest): Promise<EmulatorResponse> {
  let body: Buffer;
  try {
    body = canonicalizeEntry(JSON.parse(Buffer.from(await request.bytes()).toString('utf8')));
  } catch (cause) {
    if (cause instanceof EntryRefused) return refuse(400, `error processing entry: ${cause.message}`);
    if (cause instanceof SyntaxError)
      return refuse(400, `parsing body body from "" failed, because ${cause.message}`);
    throw cause;
  }
  const { entryId, added } = log.append(body);
  const location = `${entries}/${entryId}`;
  if (!added)
    return refuse(
      409,
      `an equivalent entry already exists in the transparency log with UUID ${entryId}`,
      // The address is relative, as the real one is.
      { location },
    );
  return answer(201, log.find(entryId), { etag: entryId, location });
}

/** Rekor's API v1. Source: https://github.com/sigstore/rekor/blob/main/openapi.yaml */
export async function handleRekor(log: TransparencyLog, request: EmulatorRequest): Promise<EmulatorResponse> {
  const { pathname, searchParams } = request.url;
  if (pathname === entries && request.method === 'POST') return createEntry(log, request);
  if (request.method !== 'GET') return refuse(405, `method ${request.method} is not allowed`);
  if (pathname === '/api/v1/log/publicKey') {
    const base64 = log.keys.publicDer.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
    return {
      status: 200,
      headers: { 'content-type': 'application/x-pem-file' },
      body: `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`,
    };
  }
  const id = /^\/api\/v1\/log\/entries\/(?<id>(?:[0-9a-fA-F]{16})?[0-9a-fA-F]{64})$/.exec(pathname)?.groups?.[
    'id'
  ];
  let found = id === undefined ? undefined : log.find(id.toLowerCase());
  if (pathname === entries) found = log.findByIndex(Number(searchParams.get('logIndex') ?? Number.NaN));
  return found === undefined ? refuse(404, 'Not Found') : answer(200, found);
}
