import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ActionError } from '@slipway/core/errors/action-error';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readIndexProject } from '../src/index/simple-index.ts';
import { type PackageRepository, pypiRepository } from '../src/package-repository.ts';
import { containsAttestations, readProvenance } from '../src/trusted-publishing/provenance.ts';
import {
  discoverAudience,
  mintToken,
  type TrustedPublishingOptions,
} from '../src/trusted-publishing/trusted-publishing.ts';
import { createPasswordCredentials } from '../src/upload/upload-credentials.ts';
import { createLegacyUploader } from '../src/upload/uploader.ts';
import { demoFile } from './upload-file.ts';

interface Answer {
  readonly body: string;
  readonly status?: number;
  readonly type?: string;
}

/** PyPI, but that it answers everything in one way, and that no pause takes time. */
async function answering({ body, status = 200, type = 'application/json' }: Answer) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status, { 'content-type': type }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = createMemoryLog();
  const clock = createManualClock();
  const http = createHttp({ log, clock, userAgent: 'test/1', environment: {} });
  const repository: PackageRepository = {
    ...pypiRepository,
    uploadUrl: `${url}/legacy/`,
    simpleUrl: `${url}/simple/`,
    trustedPublishingUrl: url,
    webUrl: url,
  };
  return {
    http,
    log,
    clock,
    repository,
    requestIdToken: async () => 'a.b.c',
  } satisfies TrustedPublishingOptions;
}

type Of = Awaited<ReturnType<typeof answering>>;
const calls: Readonly<Record<string, (of: Of) => Promise<unknown>>> = {
  'the simple index': ({ http, clock, repository }) =>
    readIndexProject({ http, clock, simpleUrl: repository.simpleUrl ?? '' }, 'demo'),
  'the audience': ({ http, repository }) => discoverAudience(http, repository),
  'a minted token': (of) => mintToken(of, 'pypi'),
  'a provenance object': ({ http, repository }) => readProvenance(http, repository, demoFile()),
};
const upload = ({ http, log, clock, repository }: Of) =>
  createLegacyUploader({
    http,
    log,
    clock,
    repository,
    credentials: createPasswordCredentials('me', 'secret'),
  }).upload(demoFile());

const files = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ files: [{ filename: 'demo-1.0.tar.gz', url: '/f/demo-1.0.tar.gz', ...fields }] });
const huge = '{"a":'.repeat(10_000);
const bodies = [
  'null',
  '[]',
  '{}',
  '"x"',
  '7',
  'true',
  '1e999',
  '[null]',
  '["x"]',
  '[{}]',
  '<html>Sorry</html>',
  '',
  '{"files":[]',
  huge,
];
const ofOneCall: Readonly<Record<string, readonly string[]>> = {
  'the simple index': [
    '{"files":null}',
    '{"files":{}}',
    '{"files":[null]}',
    '{"files":["x"]}',
    '{"files":[{"filename":7,"url":"x"}]}',
    '{"files":[],"files":7}',
    '{"meta":{"api-version":"2.0"},"files":[]}',
    '{"meta":{"api-version":2},"files":[]}',
    '{"meta":{"api-version":["1.0"]},"files":[]}',
    files({ url: 'http://[' }),
    files({ url: null }),
    files({ hashes: { sha256: 'x' } }),
    files({ hashes: { sha256: 7 } }),
    files({ size: -1 }),
    files({ size: 1.5 }),
    files({ size: '7' }),
    '{"files":[{"filename":"a","url":"b","size":1e999}]}',
  ],
  'the audience': [
    '{"audience":null}',
    '{"audience":["pypi"]}',
    '{"audience":""}',
    '{"audience":"pypi","audience":7}',
  ],
  'a minted token': ['{"token":null}', '{"token":7}', '{"token":""}', '{"success":true,"token":["pypi-a"]}'],
  'a provenance object': [
    '{"version":2,"attestation_bundles":[]}',
    '{"version":"1","attestation_bundles":[]}',
    '{"version":1,"attestation_bundles":{}}',
    '{"version":1,"attestation_bundles":[null]}',
    '{"version":1,"attestation_bundles":[{"attestations":7}]}',
    '{"version":1,"attestation_bundles":[{"attestations":[null]}]}',
  ],
};

describe('undocumented PyPI answers', () => {
  it.each(Object.keys(calls))('an undocumented answer fails with one short error for %s', async (name) => {
    for (const body of [...bodies, ...(ofOneCall[name] ?? [])]) {
      const failure: unknown = await calls[name]?.(await answering({ body })).then(
        (value) => ({ accepted: value }),
        (error: unknown) => error,
      );
      expect([body, failure]).toEqual([body, expect.any(ActionError)]);
      expect(failure).toMatchObject({
        code: expect.stringMatching(/^E_(?:HTTP_MALFORMED|PYPI_INDEX_MALFORMED|PYPI_PROVENANCE)$/),
      });
      expect((failure as Error).message.length).toBeLessThan(600);
    }
  });

  it.each(['', 'text/plain', 'application/octet-stream', 'image/png'])(
    'an index with the content type "%s" is rejected',
    async (type) => {
      const read = calls['the simple index']?.(await answering({ body: '{"files":[]}', type }));
      await expect(read).rejects.toMatchObject({ code: 'E_PYPI_INDEX_MALFORMED' });
    },
  );

  it.each(['<a href="http://[">demo-1.0.tar.gz</a>', `<a href="${'/'.repeat(1e5)}`, '<a '.repeat(1e4)])(
    'a malformed HTML index is rejected: %.40s',
    async (body) => {
      const read = calls['the simple index']?.(await answering({ body, type: 'text/html' }));
      await expect(read).rejects.toMatchObject({ code: 'E_PYPI_INDEX_MALFORMED' });
    },
  );
});

describe('undocumented PyPI errors', () => {
  it.each([
    ...bodies,
    '{"errors":7}',
    '{"errors":[null,7,"x",[],{"code":{}}]}',
    '{"message":{},"errors":{}}',
  ])('an undocumented error body still fails the mint and the upload: %.40s', async (body) => {
    await expect(mintToken(await answering({ body, status: 422 }), 'pypi')).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(?:PYPI_MINT_REFUSED|HTTP_MALFORMED)$/),
    });
    await expect(upload(await answering({ body, status: 400 }))).rejects.toMatchObject({
      code: 'E_PYPI_UPLOAD_REFUSED',
    });
  });
});

describe('optional PyPI fields', () => {
  it('missing or invalid sizes, digests and times of a file are ignored', async () => {
    const of = await answering({ body: files({ size: null, hashes: {}, 'upload-time': 7, yanked: false }) });
    const project = (await calls['the simple index']?.(of)) as Awaited<ReturnType<typeof readIndexProject>>;
    expect(project?.files.get('demo-1.0.tar.gz')).toMatchObject({
      sha256: undefined,
      size: undefined,
      uploadedAtMs: undefined,
      yanked: false,
    });
  });

  it.each(['1e300', '-1', '0', '"soon"', 'null'])(
    'a token with the invalid expiry %s is used for 15 minutes',
    async (expires) => {
      const of = await answering({ body: `{"token":"pypi-a","expires":${expires}}` });
      const { expiresAtMs } = await mintToken(of, 'pypi');
      expect(expiresAtMs - of.clock.now()).toBe(15 * 60 * 1000);
    },
  );

  it.each([null, 7, 'x', [], { statement: {} }])(
    'an invalid envelope contains no attestation: %j',
    (envelope) => {
      expect(containsAttestations([{ envelope }], [{ envelope: { statement: 'a', signature: 'b' } }])).toBe(
        false,
      );
    },
  );
});
