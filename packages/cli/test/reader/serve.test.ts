import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { HttpResponse } from '@slipway/core/ports';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describeFile, renderPackageIndex } from '@slipway/oci/pyoci/package-manifests';
import type { Repository, RepositoryRequest } from '@slipway/oci/registry';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Namespace } from '../../src/reader/open-namespace.ts';
import { startIndex } from '../../src/reader/serve.ts';

const bytes = Buffer.alloc(3 * 1024 * 1024, 'x');
const half = bytes.byteLength / 2;
const fileName = 'demo-1.2.0-py3-none-any.whl';

/** A registry whose one wheel comes in two halves, the second of which waits for `release`. */
async function openSlowIndex() {
  let open = (): void => undefined;
  const gate = new Promise<void>((done) => {
    open = done;
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = { project: 'demo', version: '1.2.0', created: '2026-01-02T03:04:05Z', annotations: {} };
  const file = { fileName, sha256, size: bytes.byteLength, requiresPython: undefined, projectUrls: {} };
  const entry = describeFile({ ...file, metadataSha256: '0'.repeat(64) }, facts);
  const index = renderPackageIndex(undefined, [entry], facts);
  const answer = (body: Uint8Array, type: string): HttpResponse => ({
    status: 200,
    headers: { 'content-type': type },
    url: 'https://registry.example/',
    body,
    text: () => Buffer.from(body).toString('utf8'),
    json: () => JSON.parse(Buffer.from(body).toString('utf8')) as unknown,
  });
  let downloads = 0;
  let second: Uint8Array = bytes.subarray(half);
  const log = createMemoryLog();
  const repository = {
    registry: 'registry.example',
    name: 'octo/demo',
    baseUrl: 'https://registry.example/v2/octo/demo/',
    log,
    async send({ target, sink }: RepositoryRequest): Promise<HttpResponse> {
      if (target.includes('tags/list')) return answer(Buffer.from('{"tags":["1.2.0"]}'), 'application/json');
      if (target.includes('manifests/'))
        return answer(index.bytes, 'application/vnd.oci.image.index.v1+json');
      downloads += 1;
      await sink?.(bytes.subarray(0, half));
      await gate;
      await sink?.(second);
      return answer(new Uint8Array(), 'application/octet-stream');
    },
  } as unknown as Repository;
  const namespace: Namespace = {
    read: (_project, body) => body(repository),
    readAt: (_name, body) => body(repository),
  };
  const options = {
    registry: 'registry.example',
    namespace: 'octo',
    port: 0,
    projects: [],
    fallback: undefined,
    command: undefined,
  };
  const local = await startIndex(namespace, options, log);
  onTestFinished(() => local.close());
  return {
    url: local.url,
    file: new URL(`../files/${sha256}/${fileName}`, local.url).href,
    log,
    count: () => downloads,
    release: (last = second) => {
      second = last;
      open();
    },
  };
}

/** @returns what has come so far, and whether the answer came whole */
function take(url: string): { size(): number; readonly whole: Promise<boolean> } {
  let size = 0;
  const whole = new Promise<boolean>((done) => {
    request(url, (response) => {
      response.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
      });
      response.on('error', () => undefined).on('close', () => done(response.complete));
    })
      .on('error', () => done(false))
      .end();
  });
  return { size: () => size, whole };
}

const settle = async (isDone: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !isDone(); tries += 1) await new Promise((done) => setTimeout(done, 20));
};

describe('an index behind a slow registry', () => {
  it('received bytes are passed on to two clients from one download', async () => {
    const { file, count, release } = await openSlowIndex();
    const clients = [take(file), take(file)];
    await settle(() => clients.every((client) => client.size() === half));
    expect(clients.map((client) => client.size())).toEqual([half, half]);
    release();
    expect(await Promise.all(clients.map(({ whole }) => whole))).toEqual([true, true]);
    expect(clients.map((client) => client.size())).toEqual([bytes.byteLength, bytes.byteLength]);
    expect(count()).toBe(1);
  });

  it('a response with wrong bytes is cut off and reported', async () => {
    const { file, log, release } = await openSlowIndex();
    const client = take(file);
    await settle(() => client.size() === half);
    release(Buffer.alloc(half, 'y'));
    expect(await client.whole).toBe(false);
    expect(client.size()).toBeLessThan(bytes.byteLength);
    await settle(() => log.lines.length > 0);
    expect(log.lines.join()).toContain('E_OCI_DIGEST');
  });

  it('the metadata of a large wheel is offered only after the wheel was read', async () => {
    const { url, file, release } = await openSlowIndex();
    const readPage = async () => (await fetch(`${url}demo/`)).text();
    expect(await readPage()).not.toContain('core-metadata');
    release();
    expect(await take(file).whole).toBe(true);
    expect(await readPage()).toContain('core-metadata');
  });

  it('a HEAD request downloads nothing', async () => {
    const { file, count } = await openSlowIndex();
    const response = await fetch(file, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(count()).toBe(0);
  });

  it.each(['a%0ab', 'a%0ab/', '%E6%97%A5', '-demo/'])('the path %s is not found', async (path) => {
    const { url } = await openSlowIndex();
    expect((await fetch(`${url}${path}`, { redirect: 'manual' })).status).toBe(404);
  });
});
