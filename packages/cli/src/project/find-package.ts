import { InputError } from '@slipway/core/errors/action-error';
import { findOwner } from '@slipway/tags/find-owner';
import type { RehearseOptions } from '../commands/rehearse-options.ts';
import { cliErrors } from '../errors.ts';
import type { Git } from '../machine/git.ts';
import { readCommittedFile } from './project-copy.ts';
import { type ProjectMetadata, readProjectMetadata } from './project-metadata.ts';

/** What is released: the project of the whole repository, or one of its packages. */
export interface ReleasedPackage {
  /** Undefined for the root. */
  readonly folder: string | undefined;
  readonly metadata: ProjectMetadata;
}

/**
 * The package that is asked for by `--package`, or that the tag names.
 * @param commit whose files are read
 * @throws InputError E_REHEARSE_USAGE for a package that the repository does not have
 */
export async function findReleasedPackage(
  git: Git,
  gitDirectory: string,
  commit: string,
  { wish, package: asked }: Pick<RehearseOptions, 'wish' | 'package'>,
): Promise<ReleasedPackage> {
  const read = async (folder: string | undefined): Promise<ReleasedPackage> => ({
    folder,
    metadata: await readProjectMetadata((file) =>
      readCommittedFile(git, gitDirectory, commit, folder === undefined ? file : `${folder}/${file}`),
    ),
  });
  const root = await read(undefined);
  const tag = asked === undefined ? (wish.kind === 'tag' ? wish.tag : undefined) : `${asked}-1.0`;
  if (tag === undefined) return root;
  const listed = await git.read(gitDirectory, ['ls-tree', '-r', '--name-only', commit]);
  const folders = listed.split('\n').flatMap((path) => /^(.+)\/pyproject\.toml$/.exec(path)?.[1] ?? []);
  const packages = await Promise.all(folders.map(read));
  const named = [root, ...packages].map((each) => ({ ...each, name: each.metadata.name }));
  const owner = named.find(({ folder }) => folder === asked && asked !== undefined) ?? findOwner(tag, named);
  if (owner !== undefined || asked === undefined) return owner ?? root;
  const names = packages.map(({ folder, metadata }) => `${metadata.name} (${folder})`);
  throw new InputError(cliErrors.E_REHEARSE_USAGE, {
    message: `--package ${asked}: the committed tree has no such package. It has ${names.join(', ') || 'none below its root'}.`,
  });
}
