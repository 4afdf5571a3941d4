import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import type { Clock, Http, Log } from '@slipway/core/ports';
import { groupByProject } from './group-by-project.ts';
import type { IndexFile } from './index-file.ts';
import type { PackageRepository } from './package-repository.ts';
import { readIndexProject } from './simple-index.ts';
import type { UploadFile } from './upload-file.ts';

export interface ReadBackOptions {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly repository: PackageRepository;
  /** Longest time the index is given to show the files; 0 looks once. */
  readonly waitMs: number;
  readonly authorization?: string;
  readonly signal?: AbortSignal;
}

const firstPauseMs = 1000;
const longestPauseMs = 15_000;

/** Which files of a project the index does not serve as they should be, with the reason. */
interface Missing {
  readonly name: string;
  readonly reason: string;
}

/**
 * Waits until the simple index, which is what installers read, serves every file with its digest and, for an attested
 * file, its provenance.
 * @returns the files as the index describes them
 * @throws IntegrityError E_PYPI_FILE_DIFFERS at once, RemoteError E_PYPI_NOT_VISIBLE after the wait
 */
export async function waitForFiles(
  files: readonly UploadFile[],
  options: ReadBackOptions,
): Promise<ReadonlyMap<string, IndexFile>> {
  const { clock, log, repository, waitMs } = options;
  const startedMs = clock.now();
  let pauseMs = firstPauseMs;
  for (;;) {
    const { served, missing } = await look(files, options);
    if (missing.length === 0) return served;
    const elapsedMs = clock.now() - startedMs;
    if (elapsedMs + pauseMs > waitMs) {
      const list = missing.map(({ name, reason }) => `${name} (${reason})`).join(', ');
      throw new RemoteError('E_PYPI_NOT_VISIBLE', {
        message: `${repository.title} accepted the files, but after ${Math.round(elapsedMs / 1000)} s its index does not show: ${list}.`,
      });
    }
    log.info(`waiting for the index of ${repository.title}: ${missing.map(({ name }) => name).join(', ')}`);
    await clock.sleep(pauseMs, options.signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

async function look(
  files: readonly UploadFile[],
  { http, repository, authorization }: ReadBackOptions,
): Promise<{ served: ReadonlyMap<string, IndexFile>; missing: readonly Missing[] }> {
  const served = new Map<string, IndexFile>();
  const missing: Missing[] = [];
  const { simpleUrl } = repository;
  if (simpleUrl === undefined) return { served, missing };
  const index = { http, simpleUrl, ...(authorization === undefined ? {} : { authorization }) };
  for (const [project, own] of groupByProject(files)) {
    const page = await readIndexProject(index, project);
    for (const file of own) {
      const found = page?.files.get(file.name);
      const reason = findFault(file, found, repository);
      if (reason !== undefined) missing.push({ name: file.name, reason });
      else if (found !== undefined) served.set(file.name, found);
    }
  }
  return { served, missing };
}

function findFault(
  file: UploadFile,
  found: IndexFile | undefined,
  repository: PackageRepository,
): string | undefined {
  if (found === undefined) return 'not listed';
  if (found.sha256 !== undefined && found.sha256 !== file.sha256) {
    throw new IntegrityError('E_PYPI_FILE_DIFFERS', {
      message: `${repository.title} serves ${file.name} with SHA-256 ${found.sha256}, uploaded was ${file.sha256}.`,
      hint: 'The index serves other bytes than were sent. Yank the release and look into it.',
    });
  }
  if (found.sha256 === undefined && repository.kind !== 'other') return 'listed without a digest';
  return undefined;
}
