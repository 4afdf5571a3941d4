import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemoteError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { readJobEnvironment } from '@slipway/core/job-environment';
import type { Http, HttpResponse } from '@slipway/core/ports';
import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchEarlierBuild } from '../src/checks/earlier-build.ts';
import type { Context } from '../src/inputs.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const runtimeToken = `${encode({ alg: 'none' })}.${encode({ scp: 'Actions.Results:run:job' })}.`;
const listed = {
  artifacts: [
    {
      name: 'python-dist',
      workflow_run_backend_id: 'run-1',
      workflow_job_run_backend_id: 'build',
      database_id: '1',
      size: '10',
    },
  ],
};

interface Answer {
  readonly status: number;
  readonly value: unknown;
}

/** What a second attempt makes of the answers of the artifact service, by the method that is called. */
async function fetchWith(answers: Readonly<Record<string, Answer>>, variables: Record<string, string> = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-earlier-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const http: Http = {
    async request({ url }): Promise<HttpResponse> {
      const { status, value } = answers[url.replace(/.*\//, '')] ?? { status: 500, value: {} };
      const text = JSON.stringify(value);
      if (status >= 500)
        throw new RemoteError(coreErrors.E_HTTP_STATUS, {
          message: `${url} answered ${status}.`,
          status,
          url,
        });
      return {
        status,
        headers: {},
        url,
        body: Buffer.from(text),
        text: () => text,
        json: () => JSON.parse(text),
      };
    },
  };
  const log = createMemoryLog();
  const job = readJobEnvironment({
    GITHUB_WORKSPACE: directory,
    RUNNER_TEMP: directory,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octo/demo',
    ACTIONS_RESULTS_URL: 'https://results.example/',
    ACTIONS_RUNTIME_TOKEN: runtimeToken,
    ...variables,
  });
  const context = { http, log, job, signal: new AbortController().signal } as unknown as Context;
  const run = (): Promise<unknown> => fetchEarlierBuild(context, 'python-dist', join(directory, 'earlier'));
  return { directory, log, run };
}

const found: Answer = { status: 200, value: listed };

describe('the build of an earlier attempt', () => {
  it('no earlier build is returned silently when the run has no such artifact', async () => {
    const { log, run } = await fetchWith({ ListArtifacts: { status: 200, value: { artifacts: [] } } });
    expect(await run()).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  it.each([
    [410, { message: 'Artifact has expired' }],
    [404, { code: 'not_found', msg: 'artifact not found' }],
  ])('an expired artifact (status %i) is reported in a warning', async (status, value) => {
    const { log, run } = await fetchWith({ ListArtifacts: found, GetSignedArtifactURL: { status, value } });
    expect(await run()).toBeUndefined();
    expect(log.lines).toEqual([
      expect.stringMatching(/^warning: .*are no longer available.*has expired or was deleted.*PyPI/),
    ]);
  });

  it.each<[string, Readonly<Record<string, Answer>>, Record<string, string>, string]>([
    ['the service fails', { ListArtifacts: { status: 500, value: {} } }, {}, 'E_HTTP_STATUS'],
    [
      'the list is no list',
      { ListArtifacts: { status: 200, value: { artifacts: 7 } } },
      {},
      'E_HTTP_MALFORMED',
    ],
    [
      'the service does not know the attempt that it listed',
      {
        ListArtifacts: found,
        GetSignedArtifactURL: { status: 404, value: { code: 'not_found', msg: 'workflow run not found' } },
      },
      {},
      'E_GITHUB_ARTIFACT',
    ],
    [
      'there is no address',
      { ListArtifacts: found, GetSignedArtifactURL: { status: 200, value: {} } },
      {},
      'E_GITHUB_ARTIFACT',
    ],
    ['the job has no token', { ListArtifacts: found }, { ACTIONS_RUNTIME_TOKEN: '' }, 'E_GITHUB_ARTIFACT'],
  ])('the lookup of an earlier build fails when %s', async (_, answers, variables, code) => {
    const { run } = await fetchWith(answers, variables);
    await expect(run()).rejects.toMatchObject({ code });
  });
});
