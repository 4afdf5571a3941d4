import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { searchChangelogs } from '@slipway/changelog/changelog/find-changelog';
import { findCompiledParts } from '@slipway/python/project/compiled/find-compiled-parts';
import { openFolderTree } from '@slipway/python/project/places/folder-tree';
import { describeStyle } from '@slipway/tags/tag-style';
import type { WorkingCopy } from '../../maintainer/working-copy.ts';

/** One thing that was found in a project, and what follows from it. */
export interface Evidence {
  readonly title: string;
  readonly found: string;
  /** Empty when nothing has to be done. */
  readonly advice: string;
}

/** Folders of the packages below the root. */
async function listPackages({ git }: WorkingCopy): Promise<readonly string[]> {
  const files = (await git('ls-files', '--', '*/pyproject.toml')) ?? '';
  return files.split('\n').flatMap((path) => /^(.+)\/pyproject\.toml$/.exec(path)?.[1] ?? []);
}

/** The changelog that a release would use; a file that only looks like one is not. */
async function findChangelog({ directory }: WorkingCopy): Promise<string | undefined> {
  const { found } = await searchChangelogs(
    {
      list: async (folder) => {
        const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(
          () => undefined,
        );
        return entries?.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
      },
      read: (path) => readFile(join(directory, path)).catch(() => undefined),
    },
    '',
  );
  return found[0]?.path;
}

/** Reads what a release of the project depends on, from its files and tags. */
export async function gatherEvidence(copy: WorkingCopy): Promise<readonly Evidence[]> {
  const { metadata, tags, git, read } = copy;
  const packages = await listPackages(copy);
  const root = ((await git('ls-files', '--', ':(glob)*')) ?? '').split('\n');
  const changelog = await findChangelog(copy);
  const fragments = /\[tool\.(?:towncrier|scriv)\]/.test((await read('pyproject.toml')) ?? '');
  const [latest] = tags.releases;
  const docker = root.find((path) => /^(?:Dockerfile|Containerfile)$/.test(path));
  const compiled = await findCompiledParts(openFolderTree(copy.directory));
  return [
    {
      title: 'Project',
      found: metadata.name || 'no name',
      advice: metadata.name === '' ? 'The build has to name the project.' : '',
    },
    {
      title: 'Version',
      found: metadata.version || 'computed by the build',
      advice:
        metadata.version === '' ? 'A version that is read from git needs no commit: the bump only tags.' : '',
    },
    { title: 'Build backend', found: metadata.backend || 'setuptools (no [build-system])', advice: '' },
    {
      title: 'Wheels',
      found:
        compiled === undefined
          ? 'one for all platforms'
          : `one for each platform (${compiled.sign.file}: ${compiled.sign.what})`,
      advice: compiled === undefined ? '' : 'docs/native-wheels.md shows how they are built and released.',
    },
    {
      title: 'Packages',
      found:
        packages.length === 0
          ? 'one'
          : `${packages.length + (metadata.name === '' ? 0 : 1)}: ${packages.join(', ')}`,
      advice:
        packages.length === 0
          ? ''
          : 'Choose the package with the input "package" when you start the workflow.',
    },
    {
      title: 'Tags',
      found:
        latest === undefined
          ? `none yet; the first is ${describeStyle(tags.style)}`
          : `${describeStyle(tags.style)}, last ${latest.name}`,
      advice: '',
    },
    {
      title: 'Changelog',
      found: changelog ?? (fragments ? 'fragments' : 'none'),
      advice: changelog === undefined && !fragments ? 'The notes are made from the commits.' : '',
    },
    {
      title: 'Image',
      found: docker ?? 'none',
      advice:
        docker === 'Containerfile'
          ? 'The workflow builds a Dockerfile: set "file: Containerfile" in its image job.'
          : '',
    },
  ];
}
