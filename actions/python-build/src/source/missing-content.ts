import { createHash } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { neutralizeLine } from '@slipway/core/neutralize';
import type { Distribution } from '@slipway/python/distribution/inspect-distribution';
import { buildErrors } from '../errors.ts';

/** Output of git in the project's folder; undefined if it fails. */
export type RunGit = (...args: string[]) => Promise<string | undefined>;

/** What a checkout has in place of the content that its commit means; paths are relative to the project. */
export interface MissingContent {
  /** Files that are pointers of Git LFS, by the SHA-256 of the pointer. */
  readonly pointers: ReadonlyMap<string, string>;
  /** Submodules whose folder is empty. */
  readonly submodules: readonly string[];
}

// A pointer has about 130 bytes, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const maxPointerBytes = 1024;
const pointerStart = 'version https://git-lfs.github.com/spec/v1\n';
const maxShown = 5;

/** Looks for pointers of Git LFS and for empty submodules below the folder of the project. */
export async function findMissingContent(folder: string, git: RunGit): Promise<MissingContent> {
  const files = splitNames(await git('ls-files', '-z', '--', ':(attr:filter=lfs)'));
  const pointers = new Map<string, string>();
  for (const path of files) {
    const sha256 = await hashPointer(join(folder, path));
    if (sha256 !== undefined) pointers.set(sha256, path);
  }
  const entries = splitNames(await git('ls-files', '-z', '--stage', '--', '.'));
  const links = entries
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.split('\t')[1] ?? '');
  const submodules: string[] = [];
  for (const path of links)
    if ((await readdir(join(folder, path)).catch(() => [])).length === 0) submodules.push(path);
  return { pointers, submodules };
}

const splitNames = (output: string | undefined): string[] =>
  (output ?? '').split('\0').filter((name) => name !== '');

async function hashPointer(path: string): Promise<string | undefined> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(maxPointerBytes + 1),
      0,
      maxPointerBytes + 1,
      0,
    );
    const content = buffer.subarray(0, bytesRead);
    const isPointer = bytesRead <= maxPointerBytes && content.toString('latin1').startsWith(pointerStart);
    return isPointer ? createHash('sha256').update(content).digest('hex') : undefined;
  } finally {
    await file.close();
  }
}

/**
 * Rejects distributions that contain a pointer in place of a file, or that lack a submodule: one in a folder that they contain,
 * or any if parts are compiled. Other empty submodules (documentation, data of tests) are only named.
 * @returns submodules that may be missing
 * @throws InputError E_SOURCE_INCOMPLETE
 */
export function refuseMissingContent(
  { pointers, submodules }: MissingContent,
  built: readonly Distribution[],
  isCompiled: boolean,
): readonly string[] {
  const released = built.flatMap(({ members }) => members.map(({ sha256 }) => pointers.get(sha256)));
  const lost = [...new Set(released.filter((path) => path !== undefined))];
  if (lost.length > 0) {
    throw new InputError(buildErrors.E_SOURCE_INCOMPLETE, {
      message: `The distributions contain Git LFS pointers instead of files: ${show(lost)}.`,
      hint: 'Set "lfs: true" on actions/checkout.',
    });
  }
  const folders = listSourceFolders(built);
  const isNeeded = (path: string): boolean => {
    const parent = path.split('/').slice(0, -1).join('/');
    return isCompiled || (parent !== '' && folders.has(parent));
  };
  const needed = submodules.filter(isNeeded);
  if (needed.length > 0) {
    throw new InputError(buildErrors.E_SOURCE_INCOMPLETE, {
      message: `${needed.length === 1 ? 'A submodule is' : 'Submodules are'} empty: ${show(needed)}.`,
      hint: 'Set "submodules: recursive" on actions/checkout.',
    });
  }
  return submodules;
}

/** Folders of the sources that an sdist contains, without its top folder. */
function listSourceFolders(built: readonly Distribution[]): Set<string> {
  const folders = new Set<string>();
  for (const { members } of built.filter(({ kind }) => kind === 'sdist')) {
    for (const { name } of members) {
      const parts = name.split('/').slice(1, -1);
      for (let depth = parts.length; depth > 0; depth -= 1) folders.add(parts.slice(0, depth).join('/'));
    }
  }
  return folders;
}

function show(paths: readonly string[]): string {
  const more = paths.length > maxShown ? ` and ${paths.length - maxShown} more` : '';
  return `${neutralizeLine(paths.slice(0, maxShown).join(', '), 500)}${more}`;
}
