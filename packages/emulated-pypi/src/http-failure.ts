import type { EmulatorResponse } from '@slipway/gateway/service';
import { negotiate } from './content-negotiation.ts';
import { toLatin1 } from './metadata/python-text.ts';

type FailureStatus = 400 | 403 | 404 | 405 | 409 | 410 | 429;

// Title and explanation of pyramid.httpexceptions.
const explanations: Readonly<Record<FailureStatus, readonly [title: string, explanation: string]>> = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  405: ['Method Not Allowed', 'The method is not allowed for this resource.'],
  409: ['Conflict', 'There was a conflict when trying to complete your request.'],
  410: ['Gone', 'This resource is no longer available.  No forwarding address is given.'],
  429: [
    'Too Many Requests',
    'The action could not be performed because there were too many requests by the client.',
  ],
};

/** An answer that ends a request early: `raise _exc_with_message(HTTP…, …)`. */
export class HttpFailure extends Error {
  readonly status: FailureStatus;
  constructor(status: FailureStatus, message: string) {
    super(message);
    this.status = status;
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}

/**
 * The body pyramid makes of an exception: HTML, JSON or text by the Accept header; the message is in the status line
 * too (`_exc_with_message` of warehouse/forklift/utils.py).
 */
export function renderFailure(
  { status, message }: HttpFailure,
  accept: string | undefined,
): EmulatorResponse {
  const [title, explanation] = explanations[status];
  const statusText = toLatin1(message).replaceAll(/[\r\n]+/g, ' ');
  const line = `${status} ${statusText}`;
  const type = negotiate(accept, ['text/html', 'application/json']) ?? 'text/plain';
  const base = { status, statusText };
  const headers = { 'content-type': `${type}${type === 'application/json' ? '' : '; charset=UTF-8'}` };
  if (type === 'application/json') {
    const body = JSON.stringify({ message: `${explanation}\n\n\n${message}\n\n`, code: line, title });
    return { ...base, headers, body };
  }
  if (type === 'text/plain')
    return { ...base, headers, body: `${line}\n\n${explanation}\n\n\n${message}\n\n` };
  const shown = `${explanation}<br/><br/>\n${escapeHtml(message)}\n\n`;
  const head = `<head>\n  <title>${escapeHtml(line)}</title>\n </head>`;
  return {
    ...base,
    headers,
    body: `<html>\n ${head}\n <body>\n  <h1>${escapeHtml(line)}</h1>\n  ${shown}\n </body>\n</html>`,
  };
}
