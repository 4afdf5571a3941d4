import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import type { CallingJob } from '../job/calling-job.ts';
import { fetchArtifact } from './fetch-artifact.ts';

/** Where the distributions of a release are. */
export interface DistributionsPlace {
  /** Name of the artifact; undefined: they are in the folder. */
  readonly artifact: string | undefined;
  /** Relative to the workspace. */
  readonly folder: string;
  readonly promised: FileList | undefined;
}

/**
 * The folder of the distributions: of the artifact when one is named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
export async function openDistributions(
  calling: CallingJob,
  { artifact, folder, promised }: DistributionsPlace,
): Promise<string> {
  const { job } = calling;
  if (artifact === undefined) return resolve(job.workspace, folder);
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-dist-'));
  await fetchArtifact(calling, { name: artifact, directory, promised });
  return directory;
}
