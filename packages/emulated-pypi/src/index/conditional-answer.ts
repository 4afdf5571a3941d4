import { createHash } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';

/** `_CORS_HEADERS` of warehouse/utils/cors.py. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since',
  'access-control-allow-methods': 'GET',
  'access-control-max-age': '86400',
  'access-control-expose-headers': 'X-PyPI-Last-Serial',
};

/** Whether an If-None-Match header names an entity tag (RFC 9110, 13.1.2). */
export function matchesTag(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((part) => part.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(tag);
}

/** An answer with the entity tag of its body; 304 when the client has it (warehouse/cache/http.py). */
export function answerConditionally(
  request: EmulatorRequest,
  headers: Readonly<Record<string, string>>,
  body: string,
): EmulatorResponse {
  // `md5_etag` of WebOb: base64 without its padding.
  const tag = `"${createHash('md5').update(body).digest('base64').replace(/=+$/, '')}"`;
  const all = { ...headers, etag: tag };
  return matchesTag(request.headers['if-none-match'], tag)
    ? { status: 304, headers: all }
    : { status: 200, headers: all, body };
}
