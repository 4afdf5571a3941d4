import { runParallel } from '@slipway/core/async/run-parallel';
import { IntegrityError, RemoteError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import { ociErrors } from '../errors.ts';
import type { Repository } from '../registry.ts';
import { type Damage, findDamage, holdsBlob } from './inspect-file.ts';
import { observeRelease, placeOf, refuseDamagedIndex } from './observe-release.ts';
import type { PackageFile, PackageSource, ReleaseFacts } from './package-file.ts';
import { emptyConfig } from './package-manifests.ts';
import { architectureOf } from './package-name.ts';
import type { PackageRelease, ReleaseFile } from './read-release.ts';

export interface PlanOptions {
  /**
   * The files are all that any job publishes of this version, and the facts the same in each such job: they all write the same
   * bytes, so none of them waits for the others.
   */
  readonly isWhole?: boolean;
}

/** What is to be done for one release. */
export interface ReleasePlan {
  readonly repository: Repository;
  readonly facts: ReleaseFacts;
  readonly files: readonly PackageSource[];
  readonly isWhole: boolean;
  /** Names of the files that are there with the same bytes, as far as the registry tells without sending them. */
  readonly present: ReadonlySet<string>;
  /** What the registry lost of files that it lists, by their names; it is pushed again. */
  readonly damaged: ReadonlyMap<string, Damage>;
  /** The empty config is gone, on which every manifest stands. */
  readonly isConfigLost: boolean;
  /** Files the index lists, which the registry lost and nobody here has. */
  readonly lost: readonly ReleaseFile[];
}

const parallelLooks = 8;

/** The file of a release with the same place in it; undefined when there is none. @throws IntegrityError E_GHP_FILE_DIFFERS */
export function findSame(
  repository: Repository,
  release: PackageRelease | undefined,
  file: PackageFile,
): ReleaseFile | undefined {
  const found = release?.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
  // Without a digest its manifest is gone: then nothing is left that could differ.
  if (found?.sha256 === undefined || found.sha256 === file.sha256) return found;
  throw new IntegrityError(ociErrors.E_GHP_FILE_DIFFERS, {
    message: `${repository.registry}/${repository.name} has ${found.fileName} with SHA-256 ${found.sha256}, but the local file has ${file.sha256}.`,
  });
}

/**
 * Looks at the registry and decides for every file, before anything is written.
 * @throws IntegrityError E_GHP_FILE_DIFFERS, InputError E_GHP_FOREIGN, E_GHP_VERSION_TAG, RemoteError E_GHP_INCOMPLETE, E_OCI_*,
 * E_HTTP_*
 */
export async function planRelease(
  repository: Repository,
  files: readonly PackageSource[],
  facts: ReleaseFacts,
  { isWhole = false }: PlanOptions = {},
): Promise<ReleasePlan> {
  const observed = await observeRelease(repository, facts);
  if (observed === 'damaged' && !isWhole) throw refuseDamagedIndex(repository, facts.version);
  const release = observed === 'damaged' ? undefined : observed;
  const places = new Set(files.map(({ fileName }) => architectureOf(fileName)));
  const present = new Set<string>();
  const damaged = new Map<string, Damage>();
  await runParallel(files, parallelLooks, async (file) => {
    const found = await findSameOrLost(repository, release, file);
    if (found === undefined) return;
    // The manifest may have fallen to a cleaner of untagged versions, the bytes to their storage: the index alone proves nothing.
    const damage = await findDamage(repository, found, file.size);
    if (damage === undefined) present.add(file.fileName);
    else damaged.set(file.fileName, damage);
  });
  const lost: ReleaseFile[] = [];
  const others = release?.files.filter(({ architecture }) => !places.has(architecture)) ?? [];
  await runParallel(others, parallelLooks, async (file) => {
    if ((await findDamage(repository, file)) !== undefined) lost.push(file);
  });
  const isConfigLost = present.size > 0 && !(await holdsBlob(repository, emptyConfig));
  return { repository, facts, files, isWhole, present, damaged, isConfigLost, lost };
}

/** As `findSame`; for a file with different bytes, it also reports whether the registry lost the published ones. */
async function findSameOrLost(
  repository: Repository,
  release: PackageRelease | undefined,
  file: PackageFile,
): Promise<ReleaseFile | undefined> {
  try {
    return findSame(repository, release, file);
  } catch (cause) {
    const listed = release?.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
    if (listed === undefined || (await findDamage(repository, listed)) === undefined) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new IntegrityError(ociErrors.E_GHP_FILE_DIFFERS, {
      message: `${message} The registry lost the published bytes, and only identical bytes can replace them.`,
      hint: 'Publish the files that were published first (they are on PyPI and in the GitHub release), or raise the version.',
      cause,
    });
  }
}

/**
 * Says which files of the release nobody can download any more, once what is here has been published.
 * @throws RemoteError E_GHP_INCOMPLETE
 */
export function refuseLostFiles({ repository, facts, lost }: ReleasePlan): void {
  if (lost.length === 0) return;
  const names = lost
    .map(({ fileName, sha256 }) => `${neutralizeLine(fileName, 200)} (SHA-256 ${sha256 ?? 'unknown'})`)
    .sort();
  throw new RemoteError(ociErrors.E_GHP_INCOMPLETE, {
    message: `${placeOf(repository, facts.version)} lists files whose manifest or bytes the registry lost, and no local file has the same digest: ${names.join(', ')}.`,
    hint: 'Re-run the job that published them, with the same files. The files on PyPI and in the GitHub release have the same digest.',
  });
}
