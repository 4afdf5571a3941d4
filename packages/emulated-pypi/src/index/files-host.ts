import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { IndexStore } from '../index-store.ts';
import type { StoredFile } from '../model.ts';
import { matchesTag } from './conditional-answer.ts';

const notFound: EmulatorResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 Not Found',
};

function findFile(store: IndexStore, path: string): StoredFile | undefined {
  const plain = path.replace(/\.metadata$/, '');
  for (const project of store.projects.values())
    for (const release of project.releases)
      for (const file of release.files)
        if (file.path === path || (file.path === plain && file.metadataSha256 !== undefined)) return file;
  return undefined;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** One range of RFC 9110, 14.1.2; `invalid` when it lies outside; undefined for none or for several. */
function parseRange(header: string | undefined, size: number): Range | 'invalid' | undefined {
  const match = /^bytes=(?<first>\d*)-(?<last>\d*)$/.exec(header ?? '')?.groups;
  const { first = '', last = '' } = match ?? {};
  if (match === undefined || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? 'invalid' : { start, end };
}

async function* nothing(): AsyncIterable<Uint8Array> {}

/** Answers a download from the files host: the file, its `.metadata` (PEP 658), ranges and entity tags. */
export async function answerFile(store: IndexStore, request: EmulatorRequest): Promise<EmulatorResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: { allow: 'GET, HEAD' } };
  const path = decodeURIComponent(
    /^\/packages\/(?<path>.+)$/.exec(request.url.pathname)?.groups?.['path'] ?? '',
  );
  const file = findFile(store, path);
  const found = file === undefined ? undefined : await store.findBytes(path);
  if (file === undefined || found === undefined) return notFound;
  const size = found.sizeBytes;
  const tag = `"${path === file.path ? file.md5 : (file.metadataSha256 ?? '')}"`;
  const headers = {
    'content-type': 'application/octet-stream',
    'cache-control': 'max-age=365000000, immutable, public',
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
    'last-modified': new Date(file.uploadedAtMs).toUTCString(),
    etag: tag,
  };
  if (matchesTag(request.headers['if-none-match'], tag)) return { status: 304, headers };
  const ifRange = request.headers['if-range'];
  const wanted = ifRange === undefined || ifRange === tag ? request.headers['range'] : undefined;
  const range = parseRange(wanted, size);
  if (range === 'invalid')
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` }, body: '' };
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const partial = range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  return {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...partial, 'content-length': String(end - start + 1) },
    body: request.method === 'HEAD' || size === 0 ? nothing() : store.readBytes(path, start, end),
  };
}
