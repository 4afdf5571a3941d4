import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { JobEnvironment } from '@slipway/core/job-environment';
import type { Http, Log } from '@slipway/core/ports';
import { fetchArtifact } from './fetch-artifact.ts';

/** The job that fetches, as every action's context has it. */
export interface FetchingJob {
  readonly http: Http;
  readonly log: Log;
  readonly job: JobEnvironment;
}

/** Fetches an artifact of the job's run into a folder. @throws like `fetchArtifact` */
export async function fetchJobArtifact(
  { http, log, job }: FetchingJob,
  name: string,
  directory: string,
): Promise<void> {
  await fetchArtifact({
    http,
    log,
    resultsUrl: job.variable('ACTIONS_RESULTS_URL'),
    runtimeToken: job.variable('ACTIONS_RUNTIME_TOKEN'),
    name,
    directory,
  });
}

/**
 * The folder of the distributions: of the artifact when one is named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
export async function openDistributions(
  fetching: FetchingJob,
  inputs: { readonly 'artifact-name': string | undefined; readonly 'packages-dir': string },
): Promise<string> {
  const { job } = fetching;
  const name = inputs['artifact-name'];
  if (name === undefined) return resolve(job.workspace, inputs['packages-dir']);
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-dist-'));
  await fetchJobArtifact(fetching, name, directory);
  return directory;
}
