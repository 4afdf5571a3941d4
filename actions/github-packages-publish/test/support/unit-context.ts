import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { readJobEnvironment } from '@slipway/core/job-environment';
import { renderInline } from '@slipway/core/markdown';
import type { HttpRequest, HttpResponse } from '@slipway/core/ports';
import { createManualClock } from '@slipway/core/testing/manual-clock';
import { createMemoryLog, type MemoryLog } from '@slipway/core/testing/memory-log';
import type { CheckedDistribution } from '@slipway/python/distribution/check-distributions';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { onTestFinished } from 'vitest';
import type { Context, Inputs, Output } from '../../src/inputs.ts';

export interface UnitContext {
  readonly context: Context;
  readonly log: MemoryLog;
  readonly outputs: ReadonlyMap<Output, string>;
  /** What was added to the summary, a text each; a table is its rows joined by ` | `. */
  readonly summary: readonly string[];
  /** What was asked of servers. */
  readonly requests: readonly HttpRequest[];
}

export interface UnitOptions {
  readonly inputs?: Partial<Inputs>;
  /** Variables of the job. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The body of an answer, or the failure of a request. Default: each fails. */
  readonly answer?: (request: HttpRequest) => Uint8Array | Error;
}

const defaults: Inputs = {
  'packages-dir': 'dist',
  'artifact-name': [],
  digests: undefined,
  handover: undefined,
  mode: 'ghcr',
  registry: 'ghcr.io',
  namespace: undefined,
  'repository-url': '',
  'index-url': '',
  user: '',
  password: '',
  visibility: 'warn',
  verify: true,
  'wait-minutes': 5,
  'dry-run': false,
  token: '',
};

/** The context of a job of Octo/demo, without the network. */
export function makeContext({ inputs, variables, answer }: UnitOptions = {}): UnitContext {
  const log = createMemoryLog();
  const outputs = new Map<Output, string>();
  const summary: string[] = [];
  const requests: HttpRequest[] = [];
  const add = (text: string): void => void summary.push(text);
  const context: Context = {
    inputs: { ...defaults, ...inputs },
    log,
    clock: createManualClock(Date.UTC(2026, 4, 6, 7, 8, 9, 10)),
    signal: new AbortController().signal,
    job: readJobEnvironment({
      GITHUB_REPOSITORY: 'Octo/demo',
      GITHUB_SHA: 'c'.repeat(40),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: 'https://api.github.com',
      ...variables,
    }),
    setOutput: (name, value) => void outputs.set(name, value),
    summary: {
      setTitle: (title) => add(renderInline(title)),
      addHeading: add,
      addParagraph: add,
      addMarkdown: add,
      addDetails: (title, markdown) => add(`${title}: ${markdown}`),
      addTable: (headers, rows) => add([headers, ...rows].map((row) => row.join(' | ')).join('\n')),
    },
    state: { save: () => undefined, get: () => undefined } as unknown as Context['state'],
    http: {
      async request(request): Promise<HttpResponse> {
        requests.push(request);
        const body =
          answer?.(request) ??
          new RemoteError(coreErrors.E_HTTP_STATUS, { message: 'no such page', status: 404 });
        if (body instanceof Error) throw body;
        await request.sink?.(body);
        const text = (): string => Buffer.from(body).toString('utf8');
        const json = (): unknown => JSON.parse(text());
        return { status: 200, headers: {}, url: request.url, body, text, json };
      },
    },
  };
  return { context, log, outputs, summary, requests };
}

/** Real files, read as the action reads them. */
export async function readDistributions(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<CheckedDistribution[]> {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-packages-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const read: CheckedDistribution[] = [];
  for (const { name, bytes } of files) {
    const path = join(directory, name);
    writeFileSync(path, bytes);
    read.push({
      distribution: await inspectDistribution(path),
      path,
      name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.byteLength,
    });
  }
  return read;
}
