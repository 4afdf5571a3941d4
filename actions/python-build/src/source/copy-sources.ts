import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { RunGit } from './missing-content.ts';

/** Whether a path is a folder or something in it. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

export interface CopyRequest {
  /** What is copied: the checkout, or the project's folder outside of one. */
  readonly root: string;
  readonly source: string;
  /** Left out. */
  readonly output: string;
  readonly temporaryDirectory: string;
  readonly git: RunGit;
}

/**
 * Copies the sources for a second build, before the first one leaves its traces in them. Folders `node_modules` are left out,
 * except those with tracked files.
 * @returns the project's folder in the copy
 */
export async function copySources({
  root,
  source,
  output,
  temporaryDirectory,
  git,
}: CopyRequest): Promise<string> {
  const copy = join(temporaryDirectory, 'copy', `${basename(root)}-again`);
  await mkdir(dirname(copy), { recursive: true });
  const tracked = await git('-C', root, 'ls-files', '-z', '--', ':(glob)**/node_modules/**');
  const kept = (tracked ?? '').split('\0').filter((path) => path !== '');
  const isTracked = (path: string): boolean => {
    const inside = relative(root, path).split(sep).join('/');
    return kept.some((file) => file.startsWith(`${inside}/`));
  };
  await cp(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !isInside(path, output) && (basename(path) !== 'node_modules' || isTracked(path)),
  });
  return join(copy, relative(root, source));
}
