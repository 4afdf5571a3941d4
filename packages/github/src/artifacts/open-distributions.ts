import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FileList } from '@slipway/core/files/file-list';
import type { CallingJob } from '../job/calling-job.ts';
import { fetchArtifact } from './fetch-artifact.ts';

/** Where the distributions of a release are. */
export interface DistributionsPlace {
  /** Names of the artifacts; none: they are in the folder. */
  readonly artifacts: readonly string[];
  /** Relative to the workspace. */
  readonly folder: string;
  readonly promised: FileList | undefined;
}

/**
 * The folder of the distributions: of the artifacts when some are named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
export async function openDistributions(
  calling: CallingJob,
  { artifacts, folder, promised }: DistributionsPlace,
): Promise<string> {
  const { job } = calling;
  if (artifacts.length === 0) return resolve(job.workspace, folder);
  const directory = await mkdtemp(join(job.temporaryDirectory, 'slipway-dist-'));
  // One after the other: a file that two of them contain is an error.
  for (const name of artifacts) await fetchArtifact(calling, { name, directory, promised });
  return directory;
}
