import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathExists } from './path-exists.ts';
import { readTree, type Tree } from './tree.ts';

/** Root of this repository. */
export const repositoryRoot: string = fileURLToPath(new URL('../../../..', import.meta.url)).replace(
  /[\\/]$/,
  '',
);

/** Names of the actions below `root` that have a `src/main.ts`, sorted. */
export async function listActions(root: string): Promise<string[]> {
  const folders = await readdir(join(root, 'actions'), { withFileTypes: true });
  const names: string[] = [];
  for (const { name } of folders.filter((entry) => entry.isDirectory())) {
    const hasEntry = await pathExists(join(root, 'actions', name, 'src/main.ts'));
    if (hasEntry) names.push(name);
  }
  return names.sort();
}

export interface BundleOptions {
  /** Whether types are checked; true when left out. */
  readonly isChecked?: boolean;
}

/**
 * Bundles `actions/<name>/src/main.ts` and returns the files of its `dist/<name>`; nothing in the tree is touched.
 * @throws Error with ncc's own words when the sources do not compile
 */
export async function bundleAction(
  root: string,
  name: string,
  { isChecked = true }: BundleOptions = {},
): Promise<Tree> {
  const output = await mkdtemp(join(tmpdir(), `slipway-build-${name}-`));
  try {
    const entry = join(root, 'actions', name, 'src/main.ts');
    await runBundler(root, [entry, output, ...(isChecked ? [] : ['unchecked'])]);
    return await readTree(output);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** Starts the bundler with the words of `bundle-worker.ts`. @throws Error with what it said */
export function runBundler(root: string, words: readonly string[]): Promise<void> {
  const worker = fileURLToPath(new URL('bundle-worker.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-deprecation', worker, ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(said.join('').trim() || `the bundler ended with ${code}`));
    });
  });
}

/** Runs `work` on every item with at most `limit` at a time; results in the order of the items, failures as reasons. */
export async function settleLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = [];
  const queue = items.entries();
  const drain = async (): Promise<void> => {
    for (const [index, item] of queue) {
      const [result] = await Promise.allSettled([work(item)]);
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, drain));
  return results;
}
