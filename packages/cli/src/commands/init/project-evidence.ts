import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { searchChangelogs } from '@slipway/changelog/changelog/find-changelog';
import { describeStyle } from '@slipway/tags/tag-style';
import type { WorkingCopy } from '../../maintainer/working-copy.ts';

/** One thing that was found in a project, and what follows from it. */
export interface Evidence {
  readonly title: string;
  readonly found: string;
  /** Empty when nothing has to be done. */
  readonly advice: string;
}

const nativeBackends = /maturin|scikit_build_core|scikit-build-core|mesonpy|meson-python/;
const nativeBuild = /\bext_modules\b|\bcythonize\b|\bcffi_modules\b|\bExtension\s*\(/;
const nativeRequirement =
  /^\s*requires\s*=\s*\[[^\]]*\b(?:cython|setuptools-rust|pybind11|cffi|nanobind)\b/im;

/** Whether the wheels of the project are for one platform each. */
async function isNative({ metadata, read }: WorkingCopy): Promise<boolean> {
  const [pyproject, setup] = await Promise.all([read('pyproject.toml'), read('setup.py')]);
  return (
    nativeBackends.test(metadata.backend) ||
    nativeRequirement.test(pyproject ?? '') ||
    nativeBuild.test(setup ?? '')
  );
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
  const native = await isNative(copy);
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
      found: native ? 'one for each platform' : 'one for all platforms',
      advice: native
        ? 'Build them with the legs of .github/workflows/wheels.yml: see docs/release-workflow.md.'
        : '',
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
