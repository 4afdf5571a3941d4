import { randomBytes } from 'node:crypto';
import { registryFaults } from '@slipway/emulated-registry/registry-faults';
import type { Fault } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { sourceOfBytes } from '../src/blobs/blob-source.ts';
import { downloadBlob, readBlob } from '../src/blobs/blobs.ts';
import { uploadBlob } from '../src/blobs/upload-blob.ts';
import { uploadInChunks } from '../src/blobs/upload-chunks.ts';
import { openSession } from '../src/blobs/upload-session.ts';
import { digestBytes } from '../src/digest.ts';
import { pushImage } from './push-image.ts';
import { openOciWorld, serveRegistry } from './world.ts';

const mebibyte = 1024 * 1024;
const ghcr = 'ghcr.io';
const storage = 'pkg-containers.githubusercontent.com';

function randomSource(size: number) {
  const bytes = randomBytes(size);
  return { bytes, ...sourceOfBytes(digestBytes(bytes), bytes) };
}

async function openRepository(faults: readonly Fault[] = []) {
  const of = await openOciWorld({ faults });
  const sent = (method: string, part: string) =>
    of.world.journal.entries.filter((entry) => entry.method === method && entry.path.includes(part));
  return { of, sent, repository: of.connect().repository('octo/demo') };
}

const named = (name: string): readonly Fault[] =>
  registryFaults.find((fault) => fault.name === name)?.faults ?? [];

describe('uploading a blob', () => {
  it('a blob is uploaded once and then found', async () => {
    const { of, sent, repository } = await openRepository();
    const source = randomSource(100_000);
    expect(await uploadBlob(repository, source)).toBe('uploaded');
    expect(await uploadBlob(repository, source)).toBe('present');
    expect(sent('PUT', '/blobs/upload/').length).toBe(1);
    expect(await of.emulated.readBlob('octo/demo', source.digest)).toEqual(source.bytes);
  });

  it.each([
    'blob-upload-reset',
    'blob-upload-503',
    'blob-answer-lost',
    'registry-rate-limited',
    'registry-token-503',
  ])('an upload succeeds despite the fault %s', async (name) => {
    const { of, repository } = await openRepository(named(name));
    const source = randomSource(100_000);
    expect(await uploadBlob(repository, source)).toBe('uploaded');
    expect(await of.emulated.readBlob('octo/demo', source.digest)).toEqual(source.bytes);
    expect(of.world.gateway.faults.strikes).toBe(1);
  });

  it('an upload whose response was lost is not repeated', async () => {
    const { sent, repository } = await openRepository(named('blob-answer-lost'));
    await uploadBlob(repository, randomSource(100_000));
    expect(sent('PUT', '/blobs/upload/').length).toBe(1);
  });

  it('a large upload that broke continues in chunks at the offset of the registry', async () => {
    const { of, sent, repository } = await openRepository([
      {
        on: { host: ghcr, method: 'PUT', path: /\/upload\// },
        effect: { kind: 'reset-during', afterBytes: mebibyte },
      },
      { on: { host: ghcr, method: 'PATCH', nth: 2 }, effect: { kind: 'reset-after-commit' } },
      { on: { host: ghcr, method: 'PATCH', nth: 4 }, effect: { kind: 'reset-before' } },
    ]);
    const source = randomSource(5 * mebibyte);
    const options = { chunkedAboveBytes: mebibyte, chunkBytes: mebibyte };
    expect(await uploadBlob(repository, source, options)).toBe('uploaded');
    expect((await of.emulated.readBlob('octo/demo', source.digest))?.byteLength).toBe(5 * mebibyte);
    expect(of.world.gateway.faults.strikes).toBe(3);
    // Five chunks, and one of them twice: the second was kept although its answer was lost.
    expect(sent('PATCH', '/upload/').length).toBe(6);
  });

  it('a chunk that hit an outage is sent again', async () => {
    const { of, repository } = await openRepository([
      { on: { host: ghcr, method: 'PATCH', nth: 2 }, effect: { kind: 'status', status: 503 } },
    ]);
    const source = randomSource(3000);
    const session = await openSession(repository, source.digest);
    if (session === undefined) throw new Error('the blob was there');
    await uploadInChunks(repository, source, session, 1000);
    expect(await of.emulated.readBlob('octo/demo', source.digest)).toEqual(source.bytes);
  });

  it('an upload is repeated with a new token if the old one expired on the way', async () => {
    const { of, sent, repository } = await openRepository();
    const source = randomSource(20 * mebibyte);
    let opened = 0;
    const open = (start: number) => {
      opened += 1;
      if (opened === 1) of.emulated.expireTokens();
      return source.open(start);
    };
    expect(await uploadBlob(repository, { ...source, open })).toBe('uploaded');
    expect(sent('PUT', '/upload/').map(({ status }) => status)).toContain(401);
    expect((await of.emulated.readBlob('octo/demo', source.digest))?.byteLength).toBe(20 * mebibyte);
  });

  it('an upload that the registry completes at the first request is done', async () => {
    const of = await serveRegistry((request, response) => {
      const status = request.url === '/v2/' ? 200 : request.method === 'POST' ? 201 : 404;
      response.writeHead(status).end();
    });
    expect(await uploadBlob(of.connect().repository('a/b'), randomSource(10))).toBe('present');
  });

  it('a rejected range makes the client ask for the current offset', async () => {
    const { of, repository } = await openRepository();
    const source = randomSource(3000);
    const session = await openSession(repository, source.digest);
    if (session === undefined) throw new Error('the blob was there');
    await repository.send({
      what: 'Sending ahead',
      access: 'push',
      method: 'PATCH',
      target: session.location,
      body: source.bytes.subarray(0, 1234),
    });
    await uploadInChunks(repository, source, session, 1000);
    expect(await of.emulated.readBlob('octo/demo', source.digest)).toEqual(source.bytes);
  });

  it('a chunk has at most the 4 MiB that ghcr.io accepts', async () => {
    const { of, repository } = await openRepository();
    const source = randomSource(9 * mebibyte);
    const session = await openSession(repository, source.digest);
    if (session === undefined) throw new Error('the blob was there');
    await uploadInChunks(repository, source, session);
    expect((await of.emulated.readBlob('octo/demo', source.digest))?.byteLength).toBe(9 * mebibyte);
  });

  it.each([
    ['an absolute', (path: string) => `https://${ghcr}${path}`],
    ['a relative', (path: string) => `${path}?_state=a%2Fb&x=1`],
  ])('%s upload address is followed', async (_what, uploadLocation) => {
    const { of, sent, repository } = await openRepository();
    of.emulated.behave({ uploadLocation });
    const source = randomSource(1000);
    expect(await uploadBlob(repository, source)).toBe('uploaded');
    const query = new URL(`https://${ghcr}${sent('PUT', '/upload/')[0]?.path}`).searchParams;
    expect(query.get('digest')).toBe(source.digest);
    expect(query.has('_state')).toBe(uploadLocation('').includes('_state'));
  });

  it('an upload address on a different host gets no credentials', async () => {
    const { of, repository } = await openRepository();
    of.emulated.behave({ uploadLocation: () => `https://${storage}/ghcr1/uploads/1` });
    // The storage knows no uploads, and says something else to a request with credentials.
    await expect(uploadBlob(repository, randomSource(10))).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('BlobNotFound'),
    });
  });

  it('a downgrade from https to http is rejected', async () => {
    const { of, repository } = await openRepository();
    of.emulated.behave({ uploadLocation: (path) => `http://${ghcr}${path}` });
    await expect(uploadBlob(repository, randomSource(10))).rejects.toMatchObject({
      code: 'E_OCI_MALFORMED',
      message: expect.stringContaining('does not use https'),
    });
  });

  it('a blob is mounted from a readable repository and uploaded otherwise', async () => {
    const { of, sent, repository } = await openRepository();
    const source = randomSource(1000);
    await pushImage(repository);
    await uploadBlob(repository, source);
    const other = of.connect().repository('octo/demo-tools');
    expect(await uploadBlob(other, source, { mountFrom: 'octo/demo' })).toBe('mounted');
    expect(sent('PUT', '/upload/').length).toBe(3);
    of.emulated.linkRepository('octo/demo', 'octo/elsewhere');
    of.emulated.deletePackage('octo/demo-tools');
    const third = of.connect().repository('octo/third');
    expect(await uploadBlob(third, source, { mountFrom: 'octo/demo' })).toBe('uploaded');
  });

  it('a blob that does not match its digest is rejected and not sent again', async () => {
    const { sent, repository } = await openRepository();
    const source = randomSource(1000);
    const other = randomBytes(1000);
    await expect(
      uploadBlob(repository, { ...source, open: sourceOfBytes('', other).open }),
    ).rejects.toMatchObject({ code: 'E_OCI_DIGEST', blame: 'integrity' });
    expect(sent('PUT', '/upload/').length).toBe(1);
  });

  it('a denied upload fails with the message of the registry', async () => {
    const { repository } = await openRepository(named('registry-denied'));
    await expect(uploadBlob(repository, randomSource(10))).rejects.toMatchObject({
      code: 'E_OCI_DENIED',
      message: expect.stringContaining('permission_denied: write_package'),
    });
  });
});

describe('downloading a blob', () => {
  async function pushed(size: number, faults: readonly Fault[] = []) {
    const { of, sent, repository } = await openRepository(faults);
    const source = randomSource(size);
    await pushImage(repository);
    await uploadBlob(repository, source);
    return { of, sent, repository, source };
  }

  it('a blob is downloaded from the storage host without credentials', async () => {
    const { of, repository, source } = await pushed(500_000);
    expect(Buffer.from(await readBlob(repository, source))).toEqual(source.bytes);
    // It would have answered 400 to credentials.
    const served = () => of.world.journal.entries.filter(({ host }) => host === storage);
    await expect.poll(() => served().map(({ status }) => status)).toEqual([200]);
  });

  it('a truncated download is repeated from the beginning', async () => {
    const { of, repository, source } = await pushed(500_000, named('blob-download-truncated'));
    expect(Buffer.from(await readBlob(repository, source))).toEqual(source.bytes);
    expect(of.world.gateway.faults.strikes).toBe(1);
  });

  it.each([
    ['different bytes', (bytes: Buffer) => Buffer.from(bytes).fill(1, 0, 1)],
    ['too few bytes', (bytes: Buffer) => bytes.subarray(1)],
  ])('a download with %s is rejected', async (_what, change) => {
    const bytes = randomBytes(1000).fill(0, 0, 1);
    const of = await serveRegistry((request, response) => {
      if (request.url === '/v2/') response.end('{}');
      else response.end(change(bytes));
    });
    const wanted = { digest: digestBytes(bytes), size: bytes.byteLength };
    await expect(readBlob(of.connect().repository('a/b'), wanted)).rejects.toMatchObject({
      code: 'E_OCI_DIGEST',
    });
  });

  it('a download longer than its declared size is stopped', async () => {
    const bytes = randomBytes(1000);
    const of = await serveRegistry((request, response) => {
      if (request.url === '/v2/') response.end('{}');
      else response.end(Buffer.concat([bytes, bytes]));
    });
    const received: number[] = [];
    await expect(
      downloadBlob(
        of.connect().repository('a/b'),
        { digest: digestBytes(bytes), size: bytes.byteLength },
        { restart: () => undefined, write: (chunk) => void received.push(chunk.byteLength) },
      ),
    ).rejects.toMatchObject({ code: 'E_HTTP_BODY_TOO_LARGE' });
  });
});
