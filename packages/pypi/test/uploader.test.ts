import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttp } from '@slipway/core/http';
import { createManualClock, type ManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type PackageRepository,
  pypiRepository,
  resolvePackageRepository,
} from '../src/package-repository.ts';
import { createPasswordCredentials } from '../src/upload/upload-credentials.ts';
import { createLegacyUploader, type Uploader } from '../src/upload/uploader.ts';
import { demoFile } from './upload-file.ts';

type Answer = (response: ServerResponse, attempt: number, clock: ManualClock) => void;

interface Opened {
  readonly uploader: Uploader;
  readonly clock: ManualClock;
  /** How many uploads came in. */
  readonly count: () => number;
}

/** An uploader in front of an index that answers as told, with a clock that does not wait. */
async function open(kind: PackageRepository['kind'], answer: Answer): Promise<Opened> {
  const clock = createManualClock();
  const log = createMemoryLog();
  let attempts = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      attempts += 1;
      answer(response, attempts, clock);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`;
  const repository =
    kind === 'other' ? resolvePackageRepository(url) : { ...pypiRepository, kind, uploadUrl: url };
  const http = createHttp({ log, clock, userAgent: 'test/1', environment: {}, random: () => 0.5 });
  const credentials = createPasswordCredentials('me', 'secret');
  const uploader = createLegacyUploader({ http, log, clock, repository, credentials });
  return { uploader, clock, count: () => attempts };
}

const file = demoFile();
const portal = '\n<!DOCTYPE html><html><head><title>Sign in to the network</title></head></html>';
const html = { 'content-type': 'text/html; charset=utf-8' };

describe('createLegacyUploader', () => {
  it('an HTML page in answer to an upload to PyPI is not a success and is retried', async () => {
    const once = await open('pypi', (response, attempt) => {
      response.writeHead(200, html).end(attempt === 1 ? portal : '');
    });
    expect(await once.uploader.upload(file)).toEqual({ kind: 'accepted', warnings: [] });
    expect(once.count()).toBe(2);
    const always = await open('pypi', (response) => void response.writeHead(200, html).end(portal));
    await expect(always.uploader.upload(file)).rejects.toMatchObject({
      code: 'E_HTTP_MALFORMED',
      message: expect.stringMatching(
        `${file.name} with an HTML page instead of an API response: Sign in to the network`,
      ) as string,
    });
    expect(always.count()).toBe(5);
  });

  it('an HTML page from a different index fails and the upload is not repeated', async () => {
    const of = await open('other', (response) => void response.writeHead(201).end('<html></html>'));
    await expect(of.uploader.upload(file)).rejects.toMatchObject({
      code: 'E_HTTP_MALFORMED',
      retryable: true,
    });
    expect(of.count()).toBe(1);
  });

  it('an upload survives an outage of four minutes', async () => {
    const minutes = 4;
    const of = await open('pypi', (response, _attempt, clock) => {
      const isOver = clock.now() - Date.UTC(2026, 0, 1) > minutes * 60_000;
      response.writeHead(isOver ? 200 : 503).end();
    });
    expect(await of.uploader.upload(file)).toEqual({ kind: 'accepted', warnings: [] });
  });

  it('an upload fails after some minutes of an outage and names the file', async () => {
    const of = await open('pypi', (response) => void response.writeHead(503, html).end(portal));
    const startedMs = of.clock.now();
    await expect(of.uploader.upload(file)).rejects.toMatchObject({
      code: 'E_HTTP_STATUS',
      status: 503,
      message: expect.stringMatching(`^${file.name}: POST .* 503`) as string,
    });
    const minutes = (of.clock.now() - startedMs) / 60_000;
    expect(minutes).toBeGreaterThan(4);
    expect(minutes).toBeLessThan(8);
  });

  it('an upload waits as long as the Retry-After header asks for', async () => {
    const of = await open('other', (response, attempt) => {
      response.writeHead(attempt < 3 ? 429 : 200, { 'retry-after': '7' }).end('OK');
    });
    expect(await of.uploader.upload(file)).toEqual({ kind: 'accepted', warnings: [] });
    expect(of.clock.sleeps).toEqual([7000, 7000]);
  });

  it.each([
    ['pypi', 'One thing.\n\nAnother.\n', ['One thing.', 'Another.']],
    ['other', '{"message":"201 Created"}', []],
    ['other', 'OK', []],
  ] as const)('an upload to %s answered with %j returns these warnings', async (kind, body, warnings) => {
    const of = await open(kind, (response) => void response.writeHead(201).end(body));
    expect(await of.uploader.upload(file)).toEqual({ kind: 'accepted', warnings });
  });
});
