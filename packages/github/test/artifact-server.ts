import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import { createHttp } from '@slipway/core/http';
import { readJobEnvironment } from '@slipway/core/job-environment';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { onTestFinished } from 'vitest';
import { fetchArtifact } from '../src/artifacts/fetch-artifact.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export const runtimeToken = `${encode({ alg: 'none' })}.${encode({ scp: 'Actions.Results:run:job' })}.`;
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Service {
  readonly url: string;
  /** Paths asked for. */
  readonly paths: string[];
  /** Messages of the calls, in order. */
  readonly messages: unknown[];
}

/** What the service says of an artifact besides its name, size and digest. */
export const stored = {
  workflow_run_backend_id: 'attempt-1',
  workflow_job_run_backend_id: 'build',
  database_id: '7',
};

export interface Answers {
  readonly listed?: unknown;
  readonly signed?: unknown;
  readonly signedStatus?: number;
  readonly archiveStatus?: number;
}

/** The artifact service with one archive; each answer may be another one. */
export async function serve(archive: Buffer, answers: Answers = {}): Promise<Service> {
  const paths: string[] = [];
  const messages: unknown[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    // A message of the service arrives in one piece.
    if (request.method === 'POST')
      request.once('data', (body: Buffer) => messages.push(JSON.parse(body.toString())));
    if (request.url?.endsWith('/ListArtifacts') === true) {
      const digest = `sha256:${sha256(archive)}`;
      const artifacts = [{ ...stored, name: 'python-dist', size: String(archive.length), digest }];
      response.end(JSON.stringify('listed' in answers ? answers.listed : { artifacts }));
    } else if (request.url?.endsWith('/GetSignedArtifactURL') === true) {
      response.statusCode = answers.signedStatus ?? 200;
      response.end(JSON.stringify('signed' in answers ? answers.signed : { signed_url: `${url}archive` }));
    } else {
      response.statusCode = answers.archiveStatus ?? 200;
      response.end(archive);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, paths, messages };
}

export async function openFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-fetch-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export function fetchFrom({ url }: Service, directory: string, promised?: FileList) {
  const log = createMemoryLog();
  const http = createHttp({ log, clock: createManualClock(), userAgent: 'test/1', environment: {} });
  const job = readJobEnvironment({ ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: runtimeToken });
  return fetchArtifact({ http, log, job }, { name: 'python-dist', directory, promised });
}
