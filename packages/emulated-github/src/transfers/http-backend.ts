import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { EmulatorRequest, EmulatorResponse } from '@slipway/gateway/service';
import { cleanGitEnvironment } from '../git/git.ts';
import type { Repository } from '../repository.ts';

/** Bridges one request to `git http-backend` by CGI (RFC 3875); the answer streams. */
export function callHttpBackend(
  repository: Repository,
  endpoint: string,
  request: EmulatorRequest,
  body: Uint8Array,
  user: string,
): Promise<EmulatorResponse> {
  const folder = repository.gitDirectory.split('/').at(-1) ?? '';
  const headers = request.headers;
  const child = spawn('git', ['-c', 'core.hooksPath=/dev/null', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...cleanGitEnvironment(),
      GIT_PROJECT_ROOT: dirname(repository.gitDirectory),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${folder}/${endpoint}`,
      QUERY_STRING: request.url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: String(body.byteLength),
      REMOTE_USER: user,
      REMOTE_ADDR: '127.0.0.1',
      ...(headers['content-encoding'] === undefined
        ? {}
        : { HTTP_CONTENT_ENCODING: headers['content-encoding'] }),
      ...(headers['git-protocol'] === undefined ? {} : { GIT_PROTOCOL: headers['git-protocol'] }),
    },
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(body);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    readCgiAnswer(child.stdout).then(resolve, reject);
  });
}

async function readCgiAnswer(output: AsyncIterable<Buffer>): Promise<EmulatorResponse> {
  const chunks = output[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    const next = await chunks.next();
    if (next.done === true) throw new Error('git http-backend ended without an answer.');
    head = Buffer.concat([head, next.value]);
    end = head.indexOf('\r\n\r\n');
  }
  let status = 200;
  const headers: Record<string, string> = {};
  for (const line of head.subarray(0, end).toString('utf8').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'status') status = Number.parseInt(value, 10);
    else headers[name] = value;
  }
  const rest = head.subarray(end + 4);
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield rest;
    for (;;) {
      const next = await chunks.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { status, headers, body: stream() };
}
