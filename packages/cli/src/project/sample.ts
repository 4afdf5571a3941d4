import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { slipwayDirectory } from '@slipway/core/files/own-files';
import type { Git } from '../machine/git.ts';
import { referenceWorkflowPath } from './project-copy.ts';

const sampleDirectory = join(slipwayDirectory, 'packages/cli/sample');
/** A file of this name is kept out of npm's packages, so the sample has it under another. */
const ignoreFile = '.gitignore';
/** What the sample gained since its last release. */
const newFiles = ['src/demo/counting.py', 'tests/test_counting.py'];

/** Name the sample is hosted under. */
export const sampleRepository = 'octo-org/demo';

/** What of the sample is left out. */
export interface SampleOptions {
  /** Without the Dockerfile. Default: with it. */
  readonly image?: boolean | undefined;
  /** Nothing was released yet. */
  readonly first?: boolean | undefined;
}

/** Puts the bundled sample under git in an empty folder: one release, and one feature since. */
export async function prepareSample(
  git: Git,
  directory: string,
  workflow: string,
  { image = true, first = false }: SampleOptions = {},
): Promise<void> {
  await cp(sampleDirectory, directory, { recursive: true });
  await rename(join(directory, 'gitignore'), join(directory, ignoreFile));
  if (!image) await rm(join(directory, 'Dockerfile'));
  const workflowFile = join(directory, referenceWorkflowPath);
  await mkdir(dirname(workflowFile), { recursive: true });
  await writeFile(workflowFile, workflow);
  const env = {
    GIT_AUTHOR_NAME: 'Mona Lisa',
    GIT_AUTHOR_EMAIL: 'mona@example.invalid',
    GIT_COMMITTER_NAME: 'Mona Lisa',
    GIT_COMMITTER_EMAIL: 'mona@example.invalid',
  };
  const commit = async (message: string): Promise<void> => {
    await git.read(directory, ['add', '--all', '--force', '.']);
    await git.read(directory, ['commit', '--quiet', '-m', message], { env });
  };
  await git.read(directory, ['init', '--quiet', '--initial-branch=main', '.']);
  const aside = `${directory}-aside`;
  await mkdir(aside);
  for (const [index, file] of newFiles.entries())
    await rename(join(directory, file), join(aside, String(index)));
  await commit('feat: greet by name');
  if (!first) await git.read(directory, ['tag', '--annotate', '-m', 'v1.1.0', 'v1.1.0'], { env });
  for (const [index, file] of newFiles.entries())
    await rename(join(aside, String(index)), join(directory, file));
  await commit('feat: count the words of a greeting');
}
