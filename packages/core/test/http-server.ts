import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createHttp } from '../src/http.ts';
import type { Http } from '../src/ports.ts';
import { createManualClock, type ManualClock } from '../src/testing/manual-clock.ts';
import { createMemoryLog } from '../src/testing/memory-log.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, attempt: number) => void;

/** A server on a random loopback port; the handler is told how many requests there were before. */
export async function serve(handler: Handler): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A client that waits on a manual clock, with the longest pauses. */
export function client(environment: Record<string, string> = {}): { http: Http; clock: ManualClock } {
  const clock = createManualClock();
  const http = createHttp({
    log: createMemoryLog(),
    clock,
    userAgent: 'test/1',
    environment,
    random: () => 1,
  });
  return { http, clock };
}
