import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { pypiErrors } from './errors.ts';
import { observeIndex } from './index/observe-index.ts';
import type { PackageRepository } from './package-repository.ts';
import type { Uploader, UploadOutcome } from './upload/uploader.ts';
import type { UploadFile } from './upload-file.ts';
import { uploadInOrder } from './upload-order.ts';

/** `uploaded` by this run, or `present`: the index had the same bytes. */
export type FileState = 'uploaded' | 'present';

export interface PublishOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly repository: PackageRepository;
  readonly uploader: Uploader;
  readonly ifExists: 'verify' | 'fail';
  /** What was seen on the index just now, by file name; default: it is looked at first. */
  readonly observed?: ReadonlyMap<string, 'absent' | 'same'>;
  /** Who reads, for an index that asks. */
  readonly authorization?: string;
  readonly signal?: AbortSignal;
  /** Told of each file as soon as its state is certain. */
  readonly onFile: (file: UploadFile, state: FileState) => void;
}

const parallelUploads = 12;

/**
 * Uploads files until the index has exactly these: it checks first, uploads the missing ones, and verifies what the
 * index reports. Nothing is sent if the index has one of the names with different bytes.
 * @returns the state of every file
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_*, E_HTTP_*
 */
export async function publishFiles(
  files: readonly UploadFile[],
  options: PublishOptions,
): Promise<ReadonlyMap<string, FileState>> {
  const { clock, log, repository, uploader, signal } = options;
  const states = new Map<string, FileState>();
  const settle = (file: UploadFile, state: FileState): void => {
    states.set(file.name, state);
    options.onFile(file, state);
  };
  const observe = (some: readonly UploadFile[], ifExists: 'verify' | 'fail') =>
    observeIndex(some, { ...options, ifExists, nowMs: clock.now() });

  // An index that is not known to take the same bytes twice is asked what it has before anything is sent again. Its words for
  // a file that it has are its own ("Repository does not allow updating assets"): after any refusal its digest decides.
  const judgeFailure = async (file: UploadFile, cause: unknown): Promise<UploadOutcome | 'present'> => {
    if (repository.kind !== 'other' || repository.simpleUrl === undefined) throw cause;
    if (isUnclear(cause)) {
      log.info(`${file.name}: the outcome is unclear (${cause.message}). Checking the index`);
      const seen = (await observe([file], 'verify')).get(file.name);
      return seen === 'same' ? { kind: 'accepted', warnings: [] } : uploader.upload(file);
    }
    if (!isRefusal(cause)) throw cause;
    log.info(`${cause.message} Checking whether the index has the file.`);
    const again = await observe([file], 'verify').catch((failure: unknown) => {
      if (failure instanceof IntegrityError) throw failure;
      return undefined;
    });
    if (again?.get(file.name) !== 'same') throw cause;
    return 'present';
  };

  const observed = options.observed ?? (await observe(files, options.ifExists));
  for (const file of files) if (observed.get(file.name) === 'same') settle(file, 'present');

  const absent = files.filter(({ name }) => !states.has(name));
  await uploadInOrder(absent, parallelUploads, async (file) => {
    signal?.throwIfAborted();
    const outcome = await uploader.upload(file).catch((cause: unknown) => judgeFailure(file, cause));
    if (outcome === 'present') {
      settle(file, outcome);
      return;
    }
    if (outcome.kind === 'accepted') {
      for (const warning of outcome.warnings) log.warning(`${repository.title} on ${file.name}: ${warning}`);
      settle(file, 'uploaded');
      return;
    }
    // Somebody else was quicker, or an index does not list what it has: its digest decides, not its answer.
    const again = await observe([file], 'verify');
    if (again.get(file.name) === 'same') settle(file, 'present');
    else throw unprovenFile(repository, file, outcome.text);
  });
  return states;
}

function unprovenFile(repository: PackageRepository, file: UploadFile, text: string): InputError {
  const readable = repository.simpleUrl !== undefined;
  return new InputError(pypiErrors.E_PYPI_FILE_EXISTS, {
    message: `${repository.title} reports that it already has ${file.name} (${text}), but ${readable ? 'does not list it' : 'its bytes cannot be compared without "index-url"'}.`,
    hint: readable
      ? 'The same bytes may exist under a different name, or the index may be delayed. Compare the files by hand, or raise the version.'
      : 'Set "index-url" to the simple API of the index, so that the digests can be compared.',
  });
}

/** Whether a file may be there although its upload failed: no answer came, or one that says nothing of the request. */
function isUnclear(cause: unknown): cause is RemoteError {
  if (!(cause instanceof RemoteError)) return false;
  if (cause.code === 'E_HTTP_NETWORK' || cause.code === 'E_HTTP_DEADLINE') return true;
  // A page of something in between, with the status of an index that took the file.
  if (cause.code === 'E_HTTP_MALFORMED' && cause.retryable) return true;
  return cause.code === 'E_HTTP_STATUS' && (cause.status ?? 0) >= 500;
}

/** Whether an index turned an upload away; one that does not know who sends it says nothing about the file. */
function isRefusal(cause: unknown): cause is RemoteError {
  const status = cause instanceof RemoteError ? (cause.status ?? 0) : 0;
  return status >= 400 && status < 500 && status !== 401;
}
