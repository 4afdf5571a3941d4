import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBundler } from '../bundles/bundles.ts';
import { readTree, type Tree } from '../bundles/tree.ts';
import { listPrograms, writeEntry } from './package-programs.ts';

// Inside of the repository, since the sources' own packages are found from there.
const entryFolder = 'packages/tooling/.slipway/package';

/**
 * Bundles all programs of the package into `index.js` and the files that it loads on demand.
 * @param oldest version of Node that the package runs on
 * @throws Error with ncc's own words when the sources do not compile
 */
export async function bundlePrograms(root: string, oldest: string): Promise<Tree> {
  const output = await mkdtemp(join(tmpdir(), 'slipway-package-'));
  const entry = join(root, entryFolder, 'entry.ts');
  try {
    await mkdir(join(root, entryFolder), { recursive: true });
    await writeFile(entry, writeEntry(await listPrograms(root), entryFolder, oldest));
    // The types are checked by tsc, with those of everything else.
    await runBundler(root, [entry, output, 'unchecked']);
    return await readTree(output);
  } finally {
    await rm(output, { recursive: true, force: true });
    await rm(join(root, entryFolder), { recursive: true, force: true });
  }
}
