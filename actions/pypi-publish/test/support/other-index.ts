import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How an index that is not PyPI behaves; what is left out it does as PyPI would. */
export interface OtherIndexOptions {
  /** Files that it has already, by name. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Answers an upload in place of taking it. */
  readonly answerUpload?: (response: ServerResponse, attempt: number) => boolean;
  /** Answers a reading of the page of the project in place of showing it. */
  readonly answerPage?: (response: ServerResponse, reading: number) => boolean;
  /** `json` (PEP 691), `html` with digests (PEP 503), or `bare`: html without digests. */
  readonly pages?: 'json' | 'html' | 'bare';
  /** Origin that its pages name for the files; its own when left out. */
  readonly filesOrigin?: string;
  /** What is served for a file; undefined for 404. The bytes as uploaded when left out. */
  readonly serveFile?: (name: string) => Uint8Array | undefined;
}

/** An index on a loopback port that speaks the legacy upload API and the simple API. */
export interface OtherIndex {
  readonly uploadUrl: string;
  readonly simpleUrl: string;
  readonly files: Map<string, Uint8Array>;
  /** `authorization` of every upload. */
  readonly authorizations: (string | undefined)[];
  /** `authorization` of every download of a file. */
  readonly downloads: (string | undefined)[];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The file part of a form: from the blank line behind its header to the closing boundary. */
function readUpload(body: Buffer): { readonly name: string; readonly bytes: Buffer } {
  const text = body.toString('latin1');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const at = text.indexOf('filename="');
  const start = text.indexOf('\r\n\r\n', at) + 4;
  const name = text.slice(at + 10, text.indexOf('"', at + 10));
  return { name, bytes: body.subarray(start, text.indexOf(`\r\n${boundary}`, start)) };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Opens the index; closed when the test is over. */
export async function openOtherIndex(options: OtherIndexOptions = {}): Promise<OtherIndex> {
  const files = new Map(Object.entries(options.files ?? {}));
  const { pages = 'json', answerUpload = () => false, filesOrigin = '' } = options;
  const { answerPage = () => false } = options;
  let readings = 0;
  const { serveFile = (name: string) => files.get(name) } = options;
  const authorizations: (string | undefined)[] = [];
  const downloads: (string | undefined)[] = [];

  const showProject = (response: ServerResponse): void => {
    readings += 1;
    if (answerPage(response, readings)) return;
    if (pages === 'json') {
      const listed = [...files].map(([filename, bytes]) => ({
        filename,
        url: `${filesOrigin}/files/${filename}`,
        hashes: { sha256: sha256(bytes) },
      }));
      response.setHeader('content-type', 'application/vnd.pypi.simple.v1+json');
      response.end(JSON.stringify({ meta: { 'api-version': '1.0' }, name: 'demo', files: listed }));
      return;
    }
    const anchors = [...files].map(([name, bytes]) => {
      const hash = pages === 'html' ? `#sha256=${sha256(bytes)}` : '';
      return `<a href="${filesOrigin}/files/${name}${hash}">${name}</a>`;
    });
    response.setHeader('content-type', 'text/html').end(`<!doctype html>${anchors.join('\n')}`);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    if (request.method === 'POST') {
      authorizations.push(request.headers.authorization);
      const { name, bytes } = readUpload(await readBody(request));
      if (answerUpload(response, authorizations.length)) return;
      files.set(name, bytes);
      response.end('OK');
    } else if (path === '/simple/demo/') showProject(response);
    else {
      const name = /^\/files\/(.+)$/.exec(path)?.[1];
      if (name !== undefined) downloads.push(request.headers.authorization);
      const bytes = name === undefined ? undefined : serveFile(name);
      if (bytes !== undefined) response.end(bytes);
      else
        response.writeHead(404, { 'content-type': 'text/html' }).end('<html><title>Not Found</title></html>');
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { uploadUrl: `${origin}/upload`, simpleUrl: `${origin}/simple/`, files, authorizations, downloads };
}
