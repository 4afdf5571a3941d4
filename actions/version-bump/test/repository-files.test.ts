import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { createGitHubClient } from '@slipway/github/client';
import { openRepository } from '@slipway/github/repository';
import { expect, it, onTestFinished } from 'vitest';
import { openRepositoryFiles } from '../src/repository-files.ts';

const commit = 'c'.repeat(40);
const tree = 'd'.repeat(40);
// `printf 'hello\n' | git hash-object --stdin`, with SHA-1 and with SHA-256.
const blobs = [
  'ce013625030ba8dba906f756967f9e9ca394464a',
  '2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4',
];

/** A commit with one file, whose blob is answered with these bytes whatever its name says. */
async function readFile(blob: string, body: string): Promise<string> {
  const entry = { path: 'pyproject.toml', mode: '100644', type: 'blob', sha: blob };
  const server = createServer((request, response) => {
    const { url = '' } = request;
    const isBlob = url.includes('/git/blobs/');
    response.writeHead(200, { 'content-type': isBlob ? 'text/plain' : 'application/json' });
    const answer = url.includes('/git/trees/')
      ? { sha: tree, truncated: false, tree: [entry] }
      : {
          sha: commit,
          tree: { sha: tree },
          message: '',
          parents: [],
          commit: { message: '', tree: { sha: tree } },
        };
    response.end(isBlob ? body : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test/1', environment: {} });
  const client = createGitHubClient({ http, log, apiUrl: url, graphqlUrl: url, uploadsUrl: url, token: 't' });
  const files = await openRepositoryFiles(openRepository(client, 'octo/demo'), commit);
  return Buffer.from((await files.read('pyproject.toml')) ?? '').toString();
}

it.each(blobs)('the bytes of a file are those of its blob %s', async (blob) => {
  expect(await readFile(blob, 'hello\n')).toBe('hello\n');
});

it.each(['', 'null', '[]', '<html>Sorry</html>', 'hello', 'hello\r\n'])(
  'bytes that differ from the blob are rejected: %j',
  async (body) => {
    for (const blob of blobs) {
      await expect(readFile(blob, body)).rejects.toMatchObject({
        code: 'E_HTTP_MALFORMED',
        message: expect.stringContaining(`but the commit has ${blob}`),
      });
    }
  },
);
