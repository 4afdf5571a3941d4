import { X509Certificate } from 'node:crypto';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import type { TimestampAuthority } from './timestamp-authority.ts';
import { readTimestampRequest, TimestampRefused } from './timestamp-request.ts';

/** Where timestamps are asked for, on every host that signs them. */
export const timestampPath = '/api/v1/timestamp';

const maxBodyLength = 1024 * 1024;

function refuse(code: number, message: string): EmulatorResponse {
  return {
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, message }),
  };
}

/** The API of a timestamp authority. Source: https://github.com/sigstore/timestamp-authority/blob/main/openapi.yaml */
export async function handleTimestamps(
  authority: TimestampAuthority,
  request: EmulatorRequest,
): Promise<EmulatorResponse> {
  const { pathname } = request.url;
  if (pathname === `${timestampPath}/certchain` && request.method === 'GET') {
    const body = authority.chain.map((certificate) => new X509Certificate(certificate).toString()).join('');
    return { status: 200, headers: { 'content-type': 'application/pem-certificate-chain' }, body };
  }
  if (pathname !== timestampPath) return refuse(404, `path ${pathname} was not found`);
  if (request.method !== 'POST')
    return refuse(405, `method ${request.method} is not allowed, but [POST] are`);
  const contentType = request.headers['content-type'] ?? '';
  const form = /^application\/(?<form>json|timestamp-query)$/.exec(contentType)?.groups?.['form'];
  // The runtime of go-openapi looks at the type before the handler does.
  if (form === undefined)
    return refuse(
      415,
      `unsupported media type "${contentType}", only [application/json application/timestamp-query] are allowed`,
    );
  const body = Buffer.from(await request.bytes());
  if (body.length > maxBodyLength) return refuse(400, 'Error generating timestamp response');
  try {
    const answer = authority.sign(readTimestampRequest(form, body));
    return { status: 200, headers: { 'content-type': 'application/timestamp-reply' }, body: answer };
  } catch (cause) {
    if (cause instanceof TimestampRefused) return refuse(400, cause.message);
    throw cause;
  }
}
