import { lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import type { FileList } from '@slipway/core/files/file-list';
import { compareFileList, kindOfFile } from '@slipway/core/files/parse-file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import { githubErrors } from '../errors.ts';
import type { CallingJob } from '../job/calling-job.ts';
import { refuseMissingArtifacts } from '../job/server.ts';
import { findArtifact, type ListedArtifact, openArtifactService } from './artifact-service.ts';
import { withArchive } from './with-archive.ts';
import { boundArchive, maxArchiveBytes } from './zip-bounds.ts';
import { readFlatZip, type ZipFileEntry } from './zip-entries.ts';

export interface FetchArtifactRequest {
  readonly name: string;
  /** Made when it is not there; no file of it is overwritten. */
  readonly directory: string;
  /** What an earlier job said about the files; an artifact that is larger or other is refused before it is unpacked. */
  readonly promised?: FileList | undefined;
}

/**
 * Fetches an artifact of this run into a folder and proves its digest. All files arrive, or none. GitHub's client does not read
 * here: it unpacks while it downloads, and writes outside the folder when an archive names such a file.
 * @throws InputError E_GITHUB_ARTIFACT_ABSENT when the run has none of this name, E_GITHUB_ARTIFACT_EXPIRED when it had one, and
 * E_GITHUB_ARTIFACT outside of a job or when a file of it is in the folder already;
 * IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
export async function fetchArtifact(
  calling: CallingJob,
  request: FetchArtifactRequest,
): Promise<readonly ZipFileEntry[]> {
  const { name, directory } = request;
  const shown = neutralizeLine(name, 100);
  refuseMissingArtifacts(calling.job, name);
  const artifact = await findArtifact(openArtifactService(calling), name);
  if (artifact === undefined) {
    throw new InputError(githubErrors.E_GITHUB_ARTIFACT_ABSENT, {
      message: `This run has no artifact "${shown}": no job of it stored one, or it has expired (GitHub deletes artifacts after 90 days, or after the retention period of the repository).`,
    });
  }
  assertSize(artifact, shown, request.promised);
  try {
    await mkdir(directory, { recursive: true });
    return await withArchive(
      calling,
      { ...artifact, name, within: directory, maxBytes: boundOf(request.promised) },
      async (archive, folder) => {
        const files = await unpack(archive, folder, request);
        calling.log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
        return files;
      },
    );
  } catch (cause) {
    throw describeFileSystemError(cause) ?? cause;
  }
}

const boundOf = (promised: FileList | undefined): number =>
  promised === undefined ? maxArchiveBytes : Math.min(maxArchiveBytes, boundArchive(promised));

/** An artifact that cannot be the promised files is not even fetched. */
function assertSize({ size }: ListedArtifact, shown: string, promised: FileList | undefined): void {
  const most = boundOf(promised);
  if (size <= most) return;
  throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The artifact ${shown} has ${size} bytes, and ${promised === undefined ? `at most ${most} are read` : `the promised files with all that belongs to them take at most ${most}`}. Nothing of it was fetched.`,
  });
}

async function unpack(
  archive: string,
  folder: string,
  { directory, promised }: FetchArtifactRequest,
): Promise<readonly ZipFileEntry[]> {
  const staging = join(folder, 'files');
  await mkdir(staging);
  const files = await readFlatZip(archive, { directory: staging, promised });
  if (promised !== undefined) {
    const found = files.map((file) => ({ ...file, kind: kindOfFile(file.name) }));
    const names = new Set(found.map(({ name }) => name));
    // What else is promised may come from elsewhere; what nobody promised has no digest to be held against.
    const expected = promised.filter(({ name }) => names.has(name));
    const known = new Set(expected.map(({ name }) => name));
    compareFileList(
      expected,
      found.filter(({ name }) => known.has(name)),
    );
  }
  for (const { name } of files) {
    if ((await lstat(join(directory, name)).catch(() => undefined)) === undefined) continue;
    throw new InputError(githubErrors.E_GITHUB_ARTIFACT, {
      message: `The folder has a file "${neutralizeLine(name, 200)}" already, and an artifact never overwrites one.`,
      hint: 'Fetch the artifact into an empty folder.',
    });
  }
  for (const { name } of files) await rename(join(staging, name), join(directory, name));
  return files;
}
