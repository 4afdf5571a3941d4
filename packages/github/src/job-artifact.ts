import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import type { CallingJob } from './calling-job.ts';
import { fetchArtifact } from './fetch-artifact.ts';
import { refuseMissingArtifacts } from './server.ts';

/**
 * Fetches an artifact of the job's run into a folder.
 * @param promised of its files
 * @throws EnvironmentError E_GITHUB_SERVER; like `fetchArtifact`
 */
export async function fetchJobArtifact(
  { http, log, job }: CallingJob,
  name: string,
  directory: string,
  promised?: FileList,
): Promise<void> {
  refuseMissingArtifacts(job, name);
  await fetchArtifact({
    http,
    log,
    resultsUrl: job.variable('ACTIONS_RESULTS_URL'),
    runtimeToken: job.variable('ACTIONS_RUNTIME_TOKEN'),
    name,
    directory,
    promised,
  });
}

/**
 * The folder of the distributions: of the artifact when one is named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
export async function openDistributions(
  calling: CallingJob,
  inputs: {
    readonly 'artifact-name': string | undefined;
    readonly 'packages-dir': string;
    readonly digests: FileList | undefined;
  },
): Promise<string> {
  const { job } = calling;
  const name = inputs['artifact-name'];
  if (name === undefined) return resolve(job.workspace, inputs['packages-dir']);
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-dist-'));
  await fetchJobArtifact(calling, name, directory, inputs.digests);
  return directory;
}
