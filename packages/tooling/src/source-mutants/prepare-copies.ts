import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAction, listActions, settleLimited } from '../bundles/bundles.ts';
import { pathExists } from '../bundles/path-exists.ts';
import { readTree, writeTree } from '../bundles/tree.ts';
import type { SourceMutant } from './choose-mutants.ts';
import { embedMutants, type SwitchFiles } from './embed-mutants.ts';
import { type MutationCopy, openCopy } from './open-copy.ts';

export interface CopyRequest {
  readonly root: string;
  readonly commit: string;
  /** Folder for the copies and what belongs to them. */
  readonly cache: string;
  readonly count: number;
  readonly mutants: readonly SourceMutant[];
}

const parallelBundlers = 2;

const stateOf = (cache: string, index: number): string => join(cache, `state-${index}`);

function switchOf(cache: string, index: number): SwitchFiles {
  return { active: join(stateOf(cache, index), 'active'), reached: join(stateOf(cache, index), 'reached') };
}

async function embedAll(copy: MutationCopy, mutants: readonly SourceMutant[]): Promise<void> {
  for (const path of new Set(mutants.map((mutant) => mutant.path))) {
    const file = join(copy.folder, path);
    const ofFile = mutants.filter((mutant) => mutant.path === path);
    await writeFile(file, embedMutants(await readFile(file, 'utf8'), ofFile, copy.switch));
  }
}

/** Bundles every action with its mutants once, into a folder that the next call finds. */
async function bundleAll({ folder }: MutationCopy, store: string): Promise<void> {
  const open: string[] = [];
  for (const name of await listActions(folder))
    if (!(await pathExists(join(store, name, 'index.js')))) open.push(name);
  const results = await settleLimited(open, parallelBundlers, async (name) => {
    await writeTree(join(store, name), await bundleAction(folder, name, { isChecked: false }));
  });
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Makes copies of the committed tree that hold all mutants, switched off, in their sources. */
export async function prepareCopies(request: CopyRequest): Promise<MutationCopy[]> {
  const { root, commit, cache, count, mutants } = request;
  const copies: MutationCopy[] = [];
  for (let index = 1; index <= count; index += 1) {
    const copy = { folder: join(cache, `copy-${index}`), switch: switchOf(cache, index) };
    await openCopy(root, copy.folder, commit);
    await mkdir(stateOf(cache, index), { recursive: true });
    for (const file of Object.values(copy.switch)) await writeFile(file, '');
    await embedAll(copy, mutants);
    copies.push(copy);
  }
  return copies;
}

/**
 * Gives the copies their bundles, built once.
 * @param key changes with the sources and the mutants
 * @throws Error when a bundle cannot be built
 */
export async function prepareBundles(
  copies: readonly MutationCopy[],
  cache: string,
  key: string,
): Promise<void> {
  const [first] = copies;
  if (first === undefined) return;
  const store = join(cache, `dist-${key}`);
  await bundleAll(first, store);
  const tree = [...(await readTree(store))];
  for (const [index, { folder }] of copies.entries()) {
    // Each copy has switches of its own.
    const move = (text: string): string => text.replaceAll(stateOf(cache, 1), stateOf(cache, index + 1));
    const own = tree.map(([path, bytes]) => {
      const isCode = path.endsWith('.js');
      return [path, isCode ? Buffer.from(move(Buffer.from(bytes).toString('utf8'))) : bytes] as const;
    });
    await writeTree(join(folder, 'dist'), new Map(own));
  }
}
