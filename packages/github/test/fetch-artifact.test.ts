import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttp } from '@slipway/core/http';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { expect, it, onTestFinished } from 'vitest';
import { fetchArtifact } from '../src/fetch-artifact.ts';
import { createZip } from './zip.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const runtimeToken = `${encode({ alg: 'none' })}.${encode({ scp: 'Actions.Results:run:job' })}.`;

it('is refused when it arrives with another digest than the service has for it', async () => {
  const archive = createZip([{ name: 'a.whl' }]);
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/ListArtifacts') === true) {
      const artifacts = [{ name: 'python-dist', size: archive.length, digest: `sha256:${'0'.repeat(64)}` }];
      response.end(JSON.stringify({ artifacts }));
    } else if (request.url?.endsWith('/GetSignedArtifactURL') === true) {
      response.end(JSON.stringify({ signed_url: `${url}archive` }));
    } else response.end(archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const directory = await mkdtemp(join(tmpdir(), 'slipway-fetch-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test/1', environment: {} });
  const request = { http, log, resultsUrl: url, runtimeToken, name: 'python-dist', directory };
  await expect(fetchArtifact(request)).rejects.toMatchObject({ code: 'E_GITHUB_ARTIFACT_DIFFERS' });
  expect(await readdir(directory)).toEqual([]);
});
