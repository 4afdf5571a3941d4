import { RemoteError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { neutralizeLine } from '../neutralize.ts';
import type { HttpResponse } from '../ports.ts';
import { redactText, redactUrl } from '../redact.ts';
import type { Answer } from './transport.ts';

/** How much of a response an error quotes. */
const excerptLength = 300;

/** Headers in which services return the ID of a request. */
const requestIdHeaders = ['x-github-request-id', 'x-request-id', 'x-served-by', 'x-ms-request-id'];

/** The ID that a service assigned to a request, for its support. */
export function readRequestId(headers: Readonly<Record<string, string>>): string | undefined {
  return requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
}

/** Reads the body of a response up to a limit, or streams it to `sink`. */
export async function readBody(
  answer: Answer,
  url: string,
  maxBytes: number,
  sink?: (chunk: Uint8Array) => void | Promise<void>,
): Promise<Uint8Array> {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    answer.discard();
    throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
      message: `${redactUrl(url)} returned the encoding "${neutralizeLine(encoding, 40)}", which was not requested.`,
      url: redactUrl(url),
    });
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      answer.discard();
      throw new RemoteError(coreErrors.E_HTTP_BODY_TOO_LARGE, {
        message: `${redactUrl(url)} returned more than ${maxBytes} bytes.`,
        status: answer.status,
        url: redactUrl(url),
      });
    }
    if (sink === undefined) chunks.push(chunk);
    else await sink(chunk);
  }
  return sink === undefined ? Buffer.concat(chunks) : new Uint8Array();
}

/** The response for the caller. */
export function createResponse(
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  url: string,
  body: Uint8Array,
): HttpResponse {
  const text = (): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  return {
    status,
    headers,
    url,
    body,
    text,
    json() {
      try {
        return JSON.parse(text()) as unknown;
      } catch (cause) {
        throw new RemoteError(coreErrors.E_HTTP_MALFORMED, {
          message: `${redactUrl(url)} returned status ${status} with a body that is not JSON: "${excerpt(text())}".`,
          status,
          url: redactUrl(url),
          requestId: readRequestId(headers),
          cause,
        });
      }
    },
  };
}

/** How much text is scanned for an excerpt; a token that is cut at its end is not shown. */
const maxLookedAt = 64 * 1024;

/** The beginning of a response, escaped and without tokens. */
export function excerpt(text: string): string {
  return neutralizeLine(redactText(text.slice(0, maxLookedAt)), excerptLength);
}
