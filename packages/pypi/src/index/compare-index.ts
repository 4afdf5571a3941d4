import { InputError, IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { pypiErrors } from '../errors.ts';
import type { PackageRepository } from '../package-repository.ts';
import { normalizeProjectName, type UploadFile } from '../upload-file.ts';
import type { IndexProject } from './simple-index.ts';

/** What the index has of a file: nothing, the same bytes, or something whose bytes it does not tell. */
export type IndexState = 'absent' | 'same' | 'unknown';

export interface ComparisonOptions {
  readonly repository: PackageRepository;
  /** `verify` accepts equal bytes, `fail` accepts no file that is there. */
  readonly ifExists: 'verify' | 'fail';
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

const dayMs = 24 * 60 * 60 * 1000;
// PyPI, since July 2026: a release accepts no new files 14 days after its first one.
const openDays = 14;

/**
 * Holds the files of one project against the index, before anything is uploaded.
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_RELEASE_CLOSED
 */
export function compareWithIndex(
  files: readonly UploadFile[],
  project: IndexProject | undefined,
  options: ComparisonOptions,
): ReadonlyMap<string, IndexState> {
  const { repository, ifExists } = options;
  const states = new Map<string, IndexState>();
  for (const file of files) {
    const found = project?.files.get(file.name);
    if (found === undefined) states.set(file.name, 'absent');
    else if (found.sha256 === undefined) states.set(file.name, 'unknown');
    else if (found.sha256 === file.sha256) states.set(file.name, 'same');
    else {
      throw new IntegrityError(pypiErrors.E_PYPI_FILE_DIFFERS, {
        message: `${repository.title} has ${file.name} with SHA-256 ${found.sha256}, but the local file has ${file.sha256}.`,
      });
    }
    if (found !== undefined && ifExists === 'fail') {
      throw new InputError(pypiErrors.E_PYPI_FILE_EXISTS, {
        message: `${repository.title} already has ${file.name}, and "if-exists" is "fail".`,
      });
    }
  }
  const absent = files.filter(({ name }) => states.get(name) === 'absent');
  if (project !== undefined && repository.kind !== 'other' && absent.length > 0) {
    assertAccepts(absent, files, project, options);
  }
  return states;
}

function assertAccepts(
  absent: readonly UploadFile[],
  files: readonly UploadFile[],
  project: IndexProject,
  { repository, nowMs }: ComparisonOptions,
): void {
  if (project.status === 'quarantined' || project.status === 'archived') {
    throw new RemoteError(pypiErrors.E_PYPI_RELEASE_CLOSED, {
      message: `The project is ${project.status} on ${repository.title} and does not accept files.`,
      hint: "Change the project's status in its settings on the index.",
    });
  }
  // A release is only recognizable by its file names, which begin like ours.
  const stems = new Set(files.map(releaseStem));
  const released = [...project.files.values()].filter(({ name }) => stems.has(releaseStem({ name })));
  const first = Math.min(...released.map(({ uploadedAtMs }) => uploadedAtMs ?? Number.POSITIVE_INFINITY));
  if (nowMs - first > openDays * dayMs) {
    throw new RemoteError(pypiErrors.E_PYPI_RELEASE_CLOSED, {
      message: `${repository.title} no longer accepts files for this release: its first file was uploaded on ${new Date(first).toISOString().slice(0, 10)}, more than ${openDays} days ago. Missing files: ${absent.map(({ name }) => name).join(', ')}.`,
    });
  }
  const sdist = released.find(({ name }) => /\.(tar\.gz|zip)$/.test(name));
  const another = absent.find(({ kind }) => kind === 'sdist');
  if (sdist !== undefined && another !== undefined) {
    throw new RemoteError(pypiErrors.E_PYPI_RELEASE_CLOSED, {
      message: `${repository.title} has the sdist ${sdist.name} for this release and does not accept a second sdist (${another.name}).`,
    });
  }
}

/** `name-version` as both kinds of file names begin; names of older files may be spelled otherwise. */
function releaseStem({ name }: { readonly name: string }): string {
  const [project = '', version = ''] = name.replace(/\.(tar\.gz|zip)$/, '').split('-');
  // "1.2" and "1.2.0" are one release (PEP 440), which indexes tell by `canonicalize_version`.
  const release = version.replace(/^((?:\d+!)?\d+(?:\.\d+)*?)(?:\.0+)+(?![\d.]*\d)/, '$1');
  return `${normalizeProjectName(project)} ${release}`;
}
