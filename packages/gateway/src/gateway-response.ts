import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EmulatorResponse } from './service.ts';

function hasNoBody(method: string, status: number): boolean {
  // RFC 9110, 6.4.1
  return method === 'HEAD' || status === 204 || status === 304;
}

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

async function discard(body: EmulatorResponse['body']): Promise<void> {
  // A body that nobody reads may hold a file or a child process: ending its iterator lets go of them.
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return;
  await body[Symbol.asyncIterator]().return?.();
}

/**
 * Sends the answer of a service and returns the number of body bytes sent. Bodies that come as a stream are sent as
 * they come, at the pace of the client.
 */
export async function writeResponse(
  response: ServerResponse,
  method: string,
  answer: EmulatorResponse,
): Promise<number> {
  const { status, body } = answer;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    headers[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  const bytes =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array
      ? toBytes(body ?? '')
      : undefined;
  if (bytes !== undefined && status !== 204 && status !== 304)
    headers['content-length'] ??= String(bytes.byteLength);
  if (answer.statusText !== undefined) response.statusMessage = answer.statusText;
  response.writeHead(status, headers);
  if (hasNoBody(method, status)) {
    response.end();
    await discard(body);
    return 0;
  }
  if (bytes !== undefined) {
    response.end(bytes);
    return bytes.byteLength;
  }
  return sendStream(response, body as AsyncIterable<Uint8Array>);
}

async function sendStream(response: ServerResponse, body: AsyncIterable<Uint8Array>): Promise<number> {
  let sent = 0;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  for await (const chunk of body) {
    if (gone.signal.aborted) break;
    sent += chunk.byteLength;
    if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
  response.end();
  return sent;
}

/** The whole body of an answer, for the faults that need it. */
export async function readAnswer(answer: EmulatorResponse): Promise<Uint8Array> {
  const { body } = answer;
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array)
    return toBytes(body ?? '');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
