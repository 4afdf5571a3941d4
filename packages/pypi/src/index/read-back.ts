import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import type { Clock, Log } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import { groupByProject } from '../group-by-project.ts';
import type { UploadFile } from '../upload-file.ts';
import type { IndexFile } from './index-file.ts';
import { readProjects } from './observe-index.ts';
import { hashServed, type ServedFileOptions, tellDigest } from './tell-digest.ts';

export interface ReadBackOptions extends ServedFileOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Longest time the index is given to show the files; 0 looks once. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
  /** Whether the bytes are fetched and hashed, also where the index tells their digest. */
  readonly downloads?: boolean;
}

const firstPauseMs = 1000;
const maxPauseMs = 15_000;

/** Which files of a project the index does not serve as they should be, with the reason. */
interface Missing {
  readonly name: string;
  readonly reason: string;
}

/**
 * Waits until the simple index, which is what installers read, serves every file with its digest. On an index other than PyPI,
 * which may tell none, the bytes are fetched and hashed where it does not, or where that is asked for.
 * @returns the files as the index describes them
 * @throws IntegrityError E_PYPI_FILE_DIFFERS at once, RemoteError E_PYPI_NOT_VISIBLE after the wait
 */
export async function waitForFiles(
  files: readonly UploadFile[],
  options: ReadBackOptions,
): Promise<ReadonlyMap<string, IndexFile>> {
  const { clock, log, repository, waitMs } = options;
  const startedMs = clock.now();
  const served = new Map<string, IndexFile>();
  let pauseMs = firstPauseMs;
  for (;;) {
    const missing = await look(
      files.filter(({ name }) => !served.has(name)),
      served,
      options,
    );
    if (missing.length === 0) return served;
    const elapsedMs = clock.now() - startedMs;
    if (elapsedMs + pauseMs > waitMs) {
      const list = missing.map(({ name, reason }) => `${name} (${reason})`).join(', ');
      throw new RemoteError(pypiErrors.E_PYPI_NOT_VISIBLE, {
        message: `${repository.title} accepted the files, but after ${Math.round(elapsedMs / 1000)} s its index does not list: ${list}.`,
      });
    }
    log.info(`Waiting for the index of ${repository.title}: ${missing.map(({ name }) => name).join(', ')}`);
    await clock.sleep(pauseMs, options.signal);
    pauseMs = Math.min(pauseMs * 2, maxPauseMs);
  }
}

/** Adds to `served` what the index serves as it should. */
async function look(
  files: readonly UploadFile[],
  served: Map<string, IndexFile>,
  options: ReadBackOptions,
): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  if (options.repository.simpleUrl === undefined) return missing;
  const pages = await readProjects(files, options).catch((cause: unknown) => {
    // A page of an outage: the index may be back before the wait is over.
    if (cause instanceof RemoteError && cause.code === 'E_PYPI_INDEX_MALFORMED' && cause.retryable)
      return cause;
    throw cause;
  });
  if (pages instanceof RemoteError) return files.map(({ name }) => ({ name, reason: pages.message }));
  for (const [project, own] of groupByProject(files)) {
    for (const file of own) {
      const found = pages.get(project)?.files.get(file.name);
      const reason = found === undefined ? 'not listed' : await findFault(file, found, options);
      if (reason !== undefined) missing.push({ name: file.name, reason });
      else if (found !== undefined) served.set(file.name, found);
    }
  }
  return missing;
}

async function findFault(
  file: UploadFile,
  found: IndexFile,
  options: ReadBackOptions,
): Promise<string | undefined> {
  const { repository } = options;
  if (found.sha256 === undefined && repository.kind !== 'other') return 'listed without a digest';
  const told = found.sha256 === undefined ? 'listed without a digest' : 'listed';
  const tell = options.downloads === true && found.sha256 === file.sha256 ? hashServed : tellDigest;
  const read = await tell({ ...found, size: file.size }, options).catch((cause: unknown) => {
    if (cause instanceof RemoteError) return cause;
    throw cause;
  });
  if (read instanceof RemoteError) return `${told}, and the file cannot be read: ${read.message}`;
  if (read !== file.sha256) {
    throw new IntegrityError(pypiErrors.E_PYPI_FILE_DIFFERS, {
      message: `${repository.title} serves ${file.name} with SHA-256 ${read}, but the uploaded file has ${file.sha256}.`,
      hint: 'The index serves different bytes than were uploaded. Yank the release and investigate.',
    });
  }
  return undefined;
}
