import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import { onTestFinished } from 'vitest';
import { createGitHubClient } from '../src/client.ts';
import { openRepository, type Repository } from '../src/repository.ts';

/** A server of one answer, and `octo/demo` on it. */
export interface Answering {
  readonly repository: Repository;
  readonly log: MemoryLog;
  /** Headers of the requests, in order. */
  readonly requests: readonly IncomingHttpHeaders[];
}

/** Starts a server that answers every request with one status and body. @param token of the client */
export async function serveAnswer(
  body: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
  token = 't',
): Promise<Answering> {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test/1', environment: {} });
  const graphqlUrl = `${apiUrl}/graphql`;
  const client = createGitHubClient({ http, apiUrl, graphqlUrl, uploadsUrl: apiUrl, token, log });
  return { repository: openRepository(client, 'octo/demo'), log, requests };
}

/** `serveAnswer` for those who need only the repository. */
export async function answering(
  body: string,
  status?: number,
  headers?: Readonly<Record<string, string>>,
): Promise<Repository> {
  return (await serveAnswer(body, status, headers)).repository;
}
