import { lstat, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { describeFileSystemError } from '@slipway/core/errors/file-system-error';
import type { FileList } from '@slipway/core/files/file-list';
import { compareFileList, kindOfFile } from '@slipway/core/files/parse-file-list';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Http, Log } from '@slipway/core/ports';
import {
  findArtifact,
  goneStatuses,
  type ListedArtifact,
  openArtifactService,
  refuseGone,
} from './artifact-service.ts';
import { downloadFile } from './download-file.ts';
import { githubErrors } from './errors.ts';
import { boundArchive } from './zip-bounds.ts';
import { readFlatZip, type ZipFileEntry } from './zip-entries.ts';

export interface FetchArtifactRequest {
  readonly http: Http;
  readonly log: Log;
  /** `ACTIONS_RESULTS_URL`. */
  readonly resultsUrl: string | undefined;
  /** `ACTIONS_RUNTIME_TOKEN`. */
  readonly runtimeToken: string | undefined;
  readonly name: string;
  /** Made when it is not there; no file of it is overwritten. */
  readonly directory: string;
  /** What an earlier job said about the files; an artifact that is larger or other is refused before it is unpacked. */
  readonly promised?: FileList | undefined;
}

/** GitHub's limit for one artifact: https://docs.github.com/actions/reference/limits. */
const maxArchiveBytes = 10 * 2 ** 30;

/**
 * Fetches an artifact of this run into a folder and proves its digest, over the HTTP client of the caller: GitHub's own
 * client cannot be in a bundle that must not start programs. All files arrive, or none.
 * @throws InputError E_GITHUB_ARTIFACT_ABSENT when the run has none of this name, E_GITHUB_ARTIFACT_EXPIRED when it had one, and
 * E_GITHUB_ARTIFACT outside of a job or when a file of it is in the folder already;
 * IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
export async function fetchArtifact(request: FetchArtifactRequest): Promise<readonly ZipFileEntry[]> {
  const { name, directory, log } = request;
  const shown = neutralizeLine(name, 100);
  const call = openArtifactService(request);
  const artifact = await findArtifact(call, name);
  if (artifact === undefined) {
    throw new InputError(githubErrors.E_GITHUB_ARTIFACT_ABSENT, {
      message: `This run has no artifact "${shown}": no job of it stored one, or it has expired (GitHub deletes artifacts after 90 days, or after the retention period of the repository).`,
    });
  }
  assertSize(artifact, shown, request.promised);
  const { url } = await artifact.sign();
  try {
    await mkdir(directory, { recursive: true });
    const folder = await mkdtemp(join(directory, '.artifact-'));
    try {
      const archive = join(folder, 'archive.zip');
      const maxBytes = artifact.size > 0 ? artifact.size : boundOf(request.promised);
      const digest = await downloadFile({ http: request.http, url, path: archive, maxBytes });
      if (artifact.digest !== '' && digest !== artifact.digest) {
        throw new IntegrityError(githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
          message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
        });
      }
      const files = await unpack(archive, folder, request);
      log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
      return files;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (cause) {
    if (cause instanceof RemoteError && goneStatuses.includes(cause.status ?? 0))
      throw refuseGone(`The artifact ${shown} is listed, and its content is not there (${cause.status})`);
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
