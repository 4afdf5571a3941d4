import { runParallel } from '@slipway/core/async/run-parallel';
import { InputError } from '@slipway/core/errors/action-error';
import type { Clock } from '@slipway/core/ports';
import { pypiErrors } from '../errors.ts';
import { groupByProject } from '../group-by-project.ts';
import type { UploadFile } from '../upload-file.ts';
import { type ComparisonOptions, compareWithIndex, type IndexState } from './compare-index.ts';
import { type IndexProject, readIndexProject } from './simple-index.ts';
import { type ServedFileOptions, tellDigest } from './tell-digest.ts';

const parallelReads = 8;

export interface IndexReadOptions extends ServedFileOptions {
  /** For the pauses in an outage; default: the time of the machine. */
  readonly clock?: Clock;
}

export interface ObservationOptions extends ComparisonOptions, IndexReadOptions {}

/** The projects of the files as the index has them; undefined for one it does not have. */
export async function readProjects(
  files: readonly UploadFile[],
  { http, repository, authorization, clock }: IndexReadOptions,
): Promise<ReadonlyMap<string, IndexProject | undefined>> {
  const { simpleUrl } = repository;
  const pages = new Map<string, IndexProject | undefined>();
  if (simpleUrl === undefined) return pages;
  const index = {
    http,
    simpleUrl,
    ...(authorization === undefined ? {} : { authorization }),
    ...(clock === undefined ? {} : { clock }),
  };
  await runParallel([...groupByProject(files).keys()], parallelReads, async (name) => {
    pages.set(name, await readIndexProject(index, name));
  });
  return pages;
}

/**
 * What the index has of each file. A file whose digest the index does not tell is downloaded and hashed.
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_RELEASE_CLOSED, E_HTTP_*
 */
export async function observeIndex(
  files: readonly UploadFile[],
  options: ObservationOptions,
): Promise<ReadonlyMap<string, 'absent' | 'same'>> {
  return observeProjects(files, await readProjects(files, options), options);
}

/** Like `observeIndex`, with what `readProjects` gave for these files. @throws like `observeIndex` */
export async function observeProjects(
  files: readonly UploadFile[],
  pages: ReadonlyMap<string, IndexProject | undefined>,
  options: ObservationOptions,
): Promise<ReadonlyMap<string, 'absent' | 'same'>> {
  const states = new Map<string, 'absent' | 'same'>();
  for (const [name, own] of groupByProject(files)) {
    const told = await tellDigests(own, pages.get(name), options);
    for (const [file, state] of compareWithIndex(own, told, options)) states.set(file, settle(file, state));
  }
  return states;
}

function settle(name: string, state: IndexState): 'absent' | 'same' {
  if (state !== 'unknown') return state;
  throw new InputError(pypiErrors.E_PYPI_FILE_EXISTS, {
    message: `The index has ${name}, but neither its digest nor its bytes can be read.`,
  });
}

async function tellDigests(
  files: readonly UploadFile[],
  project: IndexProject | undefined,
  options: ObservationOptions,
): Promise<IndexProject | undefined> {
  if (project === undefined) return undefined;
  const told = new Map(project.files);
  for (const { name } of files) {
    const found = told.get(name);
    if (found !== undefined) told.set(name, { ...found, sha256: await tellDigest(found, options) });
  }
  return { ...project, files: told };
}
