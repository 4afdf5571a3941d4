import { pypiHost, pypiUploadHost } from '@slipway/core/pypi-hosts';
import type { Fault, FaultEffect } from '@slipway/gateway/faults';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from './support/distributions.ts';
import { errorOf, openPublishWorld, type PublishWorld, type Run } from './support/publish-world.ts';

const upload = { host: pypiUploadHost, method: 'POST' };
const mint = { host: pypiHost, path: /mint-token$/ };
const rekor = { host: 'rekor.sigstore.dev', method: 'POST' };
const fulcio = { host: 'fulcio.sigstore.dev' };
const page = '<html><head><title>503 Backend fetch failed</title></head><body>Error</body></html>';
const dayMs = 24 * 60 * 60 * 1000;
const html = { 'content-type': 'text/html' };

function countUploads({ world }: PublishWorld): number {
  return world.journal.entries.filter(({ host, method }) => host === pypiUploadHost && method === 'POST')
    .length;
}

/** Both files are there once, with their attestations, and the run says so. */
function expectPublished(of: PublishWorld, run: Run): void {
  expect(run.output).not.toContain('::error');
  expect(run.exitCode).toBe(0);
  expect(of.pypi.listFiles().map(({ filename, attestations }) => [filename, attestations.length])).toEqual([
    [wheel().name, 2],
    [sdist().name, 2],
  ]);
  expect((JSON.parse(run.outputs['publication'] ?? '{}') as { verified?: boolean }).verified).toBe(true);
}

async function runWith(...faults: Fault[]): Promise<{ of: PublishWorld; run: Run }> {
  const of = await openPublishWorld();
  for (const fault of faults) of.world.gateway.faults.add(fault);
  const run = await of.run();
  expect(of.world.gateway.faults.strikes).toBeGreaterThan(0);
  return { of, run };
}

describe('a release that meets an outage goes through all the same', () => {
  const passing: readonly (readonly [string, Fault])[] = [
    ['the answer of the mint is lost', { on: mint, effect: { kind: 'reset-after-commit' } }],
    [
      'the mint fails inside the index',
      { on: mint, effect: { kind: 'status', status: 503, headers: html, body: page } },
    ],
    ['the mint is answered by a page', { on: mint, effect: { kind: 'html' } }],
    ['the answer of the mint is cut', { on: mint, effect: { kind: 'truncate' } }],
    [
      'the audience is answered by an outage',
      {
        on: { host: pypiHost, path: /audience$/ },
        effect: { kind: 'status', status: 502, headers: html, body: page },
      },
    ],
    ['an upload is reset before the index sees it', { on: upload, effect: { kind: 'reset-before' } }],
    ['an upload is reset half way', { on: upload, effect: { kind: 'reset-during', afterBytes: 300 } }],
    ['the answer of an upload is lost', { on: upload, effect: { kind: 'reset-after-commit' } }],
    [
      'an upload is stored and answered by 503',
      { on: upload, effect: { kind: 'status', status: 503, headers: html, body: page, committed: true } },
    ],
    [
      'uploads are limited',
      { on: upload, effect: { kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: '' } },
    ],
    ['an upload is answered by a page', { on: upload, effect: { kind: 'html' } }],
    [
      'the index is answered by a page',
      { on: { host: pypiHost, path: /^\/simple\// }, effect: { kind: 'html' } },
    ],
    ['the log fails once', { on: rekor, effect: { kind: 'status', status: 502, headers: html, body: page } }],
    ['the answer of the log is lost', { on: rekor, effect: { kind: 'reset-after-commit' } }],
    [
      'the certificate authority fails once',
      { on: fulcio, effect: { kind: 'status', status: 503, headers: html, body: page } },
    ],
    [
      'the index is unreadable once',
      { on: { host: pypiHost, path: /^\/simple\// }, effect: { kind: 'truncate' } },
    ],
    ['a connection cannot be made once', { on: upload, effect: { kind: 'refuse' } }],
  ];
  it.each(passing)('%s', async (_what, fault) => {
    const { of, run } = await runWith(fault);
    expectPublished(of, run);
  });

  it('a new ID token is requested after a lost mint and none is sent twice', async () => {
    const { of, run } = await runWith({ on: mint, effect: { kind: 'reset-after-commit' } });
    expectPublished(of, run);
    expect(of.world.journal.entries.filter(({ path }) => path.endsWith('mint-token'))).toHaveLength(2);
    expect(run.output).not.toContain('invalid-reuse-token');
  });

  it('an expired upload token is renewed and both tokens are revoked after the job', async () => {
    const expired: FaultEffect = {
      kind: 'status',
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        message: 'Access was denied to this resource.',
        code: '403 Invalid API Token: token is expired',
        title: 'Forbidden',
      }),
    };
    const { of, run } = await runWith({ on: { ...upload, nth: 2 }, effect: expired });
    expectPublished(of, run);
    expect(JSON.parse(run.state['tokens'] ?? '[]')).toHaveLength(2);
    expect((await of.runPost(run)).output.match(/Revoked an upload token/g)).toHaveLength(2);
  });

  it('every token is revoked after the job even if one revocation fails', async () => {
    const of = await openPublishWorld();
    const run = await of.run({ inputs: { attestations: 'false' } });
    const state = {
      ...run.state,
      tokens: JSON.stringify(['pypi-lost', ...(JSON.parse(run.state['tokens'] ?? '[]') as string[])]),
    };
    of.world.gateway.faults.add({
      on: { host: pypiHost, path: /burn-token$/ },
      effect: { kind: 'status', status: 403, headers: html, body: page },
    });
    const post = await of.runPost({ ...run, state });
    expect(post.output.match(/Revoked an upload token/g)).toHaveLength(1);
    expect(post.output).toMatch(/::warning::The post step failed: .*403/);
  });

  it.each(['true', 'false'])(
    'files already on PyPI are kept when its page is stale, attestations: %s',
    async (attestations) => {
      const of = await openPublishWorld();
      expectPublished(of, await of.run());
      const old = JSON.stringify({ meta: { 'api-version': '1.4' }, name: 'demo', versions: [], files: [] });
      // Once before the files are signed, and once more behind that.
      const times = attestations === 'true' ? 2 : 1;
      of.world.gateway.faults.add({
        on: { host: pypiHost, method: 'GET', path: /^\/simple\//, times },
        effect: {
          kind: 'status',
          status: 200,
          headers: { 'content-type': 'application/vnd.pypi.simple.v1+json' },
          body: old,
        },
      });
      const run = await of.run({ inputs: { 'wait-minutes': '0', attestations } });
      expectPublished(of, run);
      expect(countUploads(of)).toBe(4);
      expect(JSON.parse(run.outputs['published'] ?? '')).toEqual([
        { name: wheel().name, state: 'present' },
        { name: sdist().name, state: 'present' },
      ]);
      const { files } = JSON.parse(run.outputs['publication'] ?? '') as { files: { provenance: unknown }[] };
      expect(files.map(({ provenance }) => typeof provenance)).toEqual(['string', 'string']);
    },
  );

  it('a delayed index is awaited', async () => {
    const of = await openPublishWorld();
    of.pypi.setIndexDelay({ requests: 3 });
    expectPublished(of, await of.run({ inputs: { 'wait-minutes': '1' } }));
  });
});

describe('a release that cannot go on', () => {
  it('nothing is uploaded when any signature fails', async () => {
    const { of, run } = await runWith({
      on: { ...rekor, nth: 4 },
      effect: {
        kind: 'status',
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: '{"code":400,"message":"error processing entry"}',
      },
    });
    expect(run.output).toContain('::error title=E_SIGSTORE_LOG::');
    expect(countUploads(of)).toBe(0);
    of.world.gateway.faults.lift();
    expectPublished(of, await of.run());
  });

  it('a partially rejected release is reported and completed by the next run', async () => {
    const refusal = JSON.stringify({
      message: 'The server could not comply.',
      code: '400 Invalid distribution file. ZIP archive not accepted',
      title: 'Bad Request',
    });
    const { of, run } = await runWith({
      on: { ...upload, nth: 2 },
      effect: { kind: 'status', status: 400, headers: { 'content-type': 'application/json' }, body: refusal },
    });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('::error title=E_PYPI_UPLOAD_REFUSED::');
    expect(run.output).toContain('Invalid distribution file. ZIP archive not accepted');
    expect(JSON.parse(run.outputs['published'] ?? '')).toEqual([{ name: wheel().name, state: 'uploaded' }]);
    expect(run.summary).toContain('not published');
    of.world.gateway.faults.lift();
    const again = await of.run();
    expect(JSON.parse(again.outputs['published'] ?? '')).toEqual([
      { name: wheel().name, state: 'present' },
      { name: sdist().name, state: 'uploaded' },
    ]);
    expect(of.pypi.listFiles()).toHaveLength(2);
  });

  it('published files that never appear are reported as published', async () => {
    const of = await openPublishWorld();
    of.pypi.setIndexDelay({ milliseconds: 3_600_000 });
    const run = await of.run({ inputs: { 'wait-minutes': '0' } });
    expect(run.exitCode).toBe(1);
    expect(run.output).toContain('::error title=E_PYPI_NOT_VISIBLE::');
    expect(JSON.parse(run.outputs['published'] ?? '')).toHaveLength(2);
    expect((JSON.parse(run.outputs['publication'] ?? '') as { verified: boolean }).verified).toBe(false);
  });

  it('a missing provenance is reported after an upload with attestations', async () => {
    const of = await openPublishWorld();
    of.world.gateway.faults.add({
      on: { host: pypiHost, path: /^\/integrity\//, times: Number.POSITIVE_INFINITY },
      effect: {
        kind: 'status',
        status: 404,
        headers: { 'content-type': 'application/json' },
        body: '{"message":"No provenance available for demo"}',
      },
    });
    const run = await of.run({ inputs: { 'wait-minutes': '0' } });
    expect(run.output).toContain('::error title=E_PYPI_PROVENANCE::');
    expect(JSON.parse(run.outputs['published'] ?? '')).toHaveLength(2);
  });

  it('a quarantined project is rejected before anything is sent', async () => {
    const of = await openPublishWorld();
    of.pypi.setStatus('demo', 'quarantined');
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^E_PYPI_RELEASE_CLOSED The project is quarantined on PyPI/);
    expect(of.world.journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(of.pypi.listFiles()).toEqual([]);
  });

  it('a release closed to new files is rejected with its date before anything is sent', async () => {
    const of = await openPublishWorld();
    of.pypi.advance(-15 * dayMs);
    await of.pypi.addExistingFile('demo', '1.2.0', wheel().name, wheel().bytes);
    of.pypi.advance(15 * dayMs);
    const date = new Date(Date.now() - 15 * dayMs).toISOString().slice(0, 10);
    const run = await of.run();
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toMatch(/^E_PYPI_RELEASE_CLOSED /);
    expect(errorOf(run)).toContain(`uploaded on ${date}, more than 14 days ago`);
    expect(errorOf(run)).toContain(`Missing files: ${sdist().name}`);
    expect(of.world.journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(of.pypi.listFiles().map(({ filename }) => filename)).toEqual([wheel().name]);
  });

  it('a release with a recent first file accepts new files', async () => {
    const of = await openPublishWorld();
    of.pypi.advance(-13 * dayMs);
    await of.pypi.addExistingFile('demo', '1.2.0', wheel().name, wheel().bytes);
    of.pypi.advance(13 * dayMs);
    const run = await of.run();
    expect(errorOf(run)).toBe('');
    expect(of.pypi.listFiles().map(({ filename }) => filename)).toEqual([wheel().name, sdist().name]);
  });
});
