import { runParallel } from '@slipway/core/async/run-parallel';
import { ActionError, InputError } from '@slipway/core/errors/action-error';
import { coreErrors } from '@slipway/core/errors/core-errors';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Log } from '@slipway/core/ports';
import { readCommit } from '@slipway/github/commits';
import { listTreeFiles } from '@slipway/github/commits/tree-entries';
import type { Repository } from '@slipway/github/repository';
import type { Version } from '@slipway/python/version/parse-version';
import { findOwner } from '@slipway/tags/find-owner';
import { openProject } from '../project.ts';
import type { RepositoryFiles } from '../repository-files.ts';

/** A Python project in a folder of the repository. */
export interface RepositoryPackage {
  /** From the root, `.` for the root itself. */
  readonly folder: string;
  /** Undefined when its metadata has none, or cannot be read. */
  readonly name: string | undefined;
  /** What its files say; undefined when git has it, or when they cannot be read. */
  readonly version: Version | undefined;
}

/** A commit, and how to read it. */
export interface CommitView {
  readonly repository: Repository;
  readonly sha: string;
  readonly files: RepositoryFiles;
  readonly log: Log;
}

const projectFile = /^(?:(.*)\/)?(?:pyproject\.toml|setup\.py|setup\.cfg)$/;
// Environments, installed packages, and what tests build are no packages of the repository.
const passedOver =
  /(?:^|\/)(?:\.[^/]+|node_modules|site-packages|tests?|testdata|fixtures|vendor|_vendor)(?:\/|$)/;
const maxPackages = 200;

/** The project in a folder, without name and version when there is none or it cannot be told. */
export async function readPackage(
  { files }: Pick<CommitView, 'files'>,
  folder: string,
  log: Log,
): Promise<RepositoryPackage> {
  try {
    const { name, version } = await openProject(files, folder, log);
    return { folder, name, version };
  } catch (cause) {
    // A root that only holds packages has no version, and a package that cannot be read is not the one.
    if (cause instanceof ActionError && cause.blame === 'input')
      return { folder, name: undefined, version: undefined };
    throw cause;
  }
}

/** The packages of a commit below its root. */
async function listPackages(view: CommitView): Promise<readonly RepositoryPackage[]> {
  const { repository, sha, log } = view;
  const { paths, isComplete } = await listTreeFiles(repository, (await readCommit(repository, sha)).tree);
  const folders = new Set(
    paths.flatMap((path) => {
      const folder = projectFile.exec(path)?.[1];
      return folder === undefined || passedOver.test(folder) ? [] : [folder];
    }),
  );
  if (!isComplete || folders.size > maxPackages)
    log.warning(
      `The repository has more packages than are looked at (${maxPackages}). Set "path" to the folder of the package.`,
    );
  const found = [...folders].sort((left, right) => left.length - right.length).slice(0, maxPackages);
  const packages = new Map<string, RepositoryPackage>();
  await runParallel(found, 8, async (folder) => {
    packages.set(folder, await readPackage(view, folder, log));
  });
  return found.flatMap((folder) => packages.get(folder) ?? []);
}

/** The package that a tag names; undefined for a tag of none. */
export async function findTaggedPackage(
  view: CommitView,
  tag: string,
): Promise<RepositoryPackage | undefined> {
  return findOwner(tag, await listPackages(view));
}

/**
 * The folder of the package that was asked for, by its name or as a folder.
 * @throws InputError E_INPUT_INVALID, which names the packages that there are
 */
export async function findAskedPackage(view: CommitView, asked: string): Promise<string> {
  const packages = await listPackages(view);
  // A tag of the package is read in every spelling of its name.
  const owner =
    packages.find(({ folder }) => folder === asked.replace(/^\.\/|\/$/g, '')) ??
    findOwner(`${asked}-1.0`, packages);
  if (owner !== undefined) return owner.folder;
  const { name: rootName } = await readPackage(view, '.', view.log);
  if (rootName !== undefined && findOwner(`${asked}-1.0`, [{ folder: undefined, name: rootName }]))
    return '.';
  const names = packages.map(({ name, folder }) => neutralizeLine(`${name ?? '?'} (${folder})`, 100));
  throw new InputError(coreErrors.E_INPUT_INVALID, {
    message: `The repository has no package "${neutralizeLine(asked, 100)}". It has ${names.slice(0, 20).join(', ') || 'no packages below its root'}.`,
    hint: 'Set "package" to the name or the folder of one of them.',
  });
}
