import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseForm } from '@slipway/emulated-pypi/upload/multipart';
import { onTestFinished } from 'vitest';

/** What an index does when it is sent a file whose name it has. */
export type DuplicateRule = 'conflict' | 'bad-request' | 'forbidden' | 'identical-ok' | 'overwrites';
/** How its pages tell digests; `base` tells none and names files from another place. */
export type DigestRule = 'sha256' | 'none' | 'md5' | 'dash' | 'base' | 'json-both-keys';
/** What is wrong with the files that its pages list with right digests. */
export type FileFault = 'gone' | 'cut' | 'need-login' | 'login-page';

export interface LegacyIndexOptions {
  /** devpi: `identical-ok` or `overwrites`; pypiserver, PyOCI, CodeArtifact: `conflict`; Nexus: `bad-request`; Artifactory: `forbidden`. */
  readonly duplicates?: DuplicateRule;
  readonly digests?: DigestRule;
  /** Readings of a page after which a new file is on it. */
  readonly lag?: number;
  /** Whether reading needs the password. */
  readonly readsNeedLogin?: boolean;
  /** Simple API that readers of a project with no files are sent to. */
  readonly fallbackUrl?: string;
  /** Whether every page is one to log in at, with the status 200. */
  readonly asksToLogIn?: boolean;
  /** What is sent for a file; default: its bytes. */
  readonly fileFault?: FileFault;
  /** Whether another job has sent the same bytes a moment before each upload. */
  readonly isOutrun?: boolean;
  /** Whether uploads are refused with what they were sent with in the answer. */
  readonly echoesCredentials?: boolean;
}

export interface LegacyIndex {
  readonly uploadUrl: string;
  readonly indexUrl: string;
  /** Names of the files that were sent, also those that were turned away. */
  readonly received: readonly string[];
  readonly files: Map<string, Uint8Array>;
}

export const legacyPassword = 'correct horse battery';
const authorization = `Basic ${Buffer.from(`publisher:${legacyPassword}`).toString('base64')}`;
const hex = (algorithm: string, bytes: Uint8Array): string =>
  createHash(algorithm).update(bytes).digest('hex');

/** Nexus answers with a page, whose title has the status alone. */
const nexusPage = (reason: string): string =>
  `<!DOCTYPE html><html><head><title>400 - Nexus Repository Manager</title></head><body><div class="content-section">${reason}</div></body></html>`;

function answerDuplicate(rule: DuplicateRule, isSame: boolean): readonly [status: number, text: string] {
  switch (rule) {
    case 'conflict':
      return [409, 'Conflict'];
    case 'bad-request':
      return [400, nexusPage('Repository does not allow updating assets: pypi-hosted')];
    case 'forbidden':
      return [403, 'Not enough permissions to overwrite artifact'];
    case 'identical-ok':
      return isSame ? [200, 'OK'] : [409, 'already exists in non-volatile index'];
    case 'overwrites':
      return [200, 'OK'];
  }
}

/** Starts an index with the legacy upload API on a real socket; ended with the test. */
export async function startLegacyIndex(options: LegacyIndexOptions = {}): Promise<LegacyIndex> {
  const { duplicates = 'conflict', digests = 'sha256', lag = 0, readsNeedLogin = false } = options;
  const { fallbackUrl, asksToLogIn = false, echoesCredentials = false } = options;
  const { fileFault, isOutrun = false } = options;
  const files = new Map<string, Uint8Array>();
  const seenAfter = new Map<string, number>();
  const received: string[] = [];
  let readings = 0;

  const renderPage = (): string | object => {
    const shown = [...files].filter(([name]) => (seenAfter.get(name) ?? 0) < readings);
    if (digests === 'json-both-keys')
      return {
        meta: { 'api-version': '1.0' },
        name: 'demo',
        files: shown.map(([name, bytes]) => ({
          filename: name,
          url: `../../files/${name}`,
          hashes: { sha256: hex('sha256', bytes) },
          'core-metadata': false,
          'dist-info-metadata': false,
        })),
      };
    const fragments: Record<Exclude<DigestRule, 'json-both-keys'>, (bytes: Uint8Array) => string> = {
      sha256: (bytes) => `#sha256=${hex('sha256', bytes)}`,
      none: () => '',
      md5: (bytes) => `#md5=${hex('md5', bytes)}`,
      dash: (bytes) => `#sha256-${hex('sha256', bytes)}`,
      base: () => '',
    };
    const [head, folder] =
      digests === 'base' ? ['<head><base href="/files/"></head>', ''] : ['', '../../files/'];
    return `<!DOCTYPE html><html>${head}<body>${shown
      .map(([name, bytes]) => `<a href="${folder}${name}${fragments[digests](bytes)}">${name}</a>`)
      .join('\n')}</body></html>`;
  };

  const server = createServer((request, response) => {
    const send = (status: number, type: string, body: string | Uint8Array): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isKnown = request.headers.authorization === authorization;
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (!isKnown && (readsNeedLogin || request.method === 'POST')) return send(401, 'text/plain', 'who?');
      if (request.method === 'POST' && echoesCredentials)
        return send(400, 'text/plain', `bad request: ${request.headers.authorization} ${legacyPassword}`);
      if (request.method === 'POST') {
        const parts = parseForm(request.headers['content-type'] ?? '', Buffer.concat(chunks));
        const content = parts.find(({ name }) => name === 'content');
        const name = content?.filename ?? '';
        const bytes = content?.bytes ?? Buffer.alloc(0);
        received.push(name);
        if (isOutrun && !files.has(name)) {
          files.set(name, bytes);
          seenAfter.set(name, readings);
        }
        const old = files.get(name);
        const [status, text] =
          old === undefined
            ? [200, 'OK']
            : answerDuplicate(duplicates, hex('sha256', old) === hex('sha256', bytes));
        if (status === 200) {
          if (old === undefined) seenAfter.set(name, readings + lag);
          files.set(name, bytes);
        }
        return send(status, text.startsWith('<') ? 'text/html' : 'text/plain', text);
      }
      const loginPage = '<html><form action="/login"><input type="password"></form></html>';
      if (pathname.startsWith('/files/')) {
        const bytes = files.get(pathname.slice('/files/'.length));
        if (bytes === undefined || fileFault === 'gone') return send(404, 'text/plain', 'no such file');
        if (fileFault === 'need-login' && !isKnown) return send(401, 'text/plain', 'who?');
        if (fileFault === 'login-page' && !isKnown) return send(200, 'text/html', loginPage);
        return send(200, 'application/octet-stream', fileFault === 'cut' ? bytes.subarray(0, 10) : bytes);
      }
      if (pathname !== '/simple/demo/') return send(404, 'text/plain', 'no such project');
      if (asksToLogIn) return send(200, 'text/html', loginPage);
      if (fallbackUrl !== undefined && files.size === 0) {
        response.writeHead(302, { location: `${fallbackUrl}demo/` }).end();
        return;
      }
      readings += 1;
      const page = renderPage();
      return typeof page === 'string'
        ? send(200, 'text/html', page)
        : send(200, 'application/vnd.pypi.simple.v1+json', JSON.stringify(page));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { uploadUrl: `${origin}/upload`, indexUrl: `${origin}/simple/`, received, files };
}
