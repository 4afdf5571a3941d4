import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Tree, writeTree } from '../bundles/tree.ts';
import { runTool } from '../tools/run-tool.ts';

/** A package as npm reports it. */
export interface Tarball {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes of the files in it. */
  readonly unpackedSize: number;
  readonly files: readonly string[];
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Lets npm write `tree` as a package into `folder`: npm gives every file the same time and order, so the same tree has the same
 * bytes with the same npm and Node.
 * @throws Error with npm's words, and when npm left out a file
 */
export async function writeTarball(tree: Tree, folder: string): Promise<Tarball> {
  const staging = await mkdtemp(join(tmpdir(), 'slipway-pack-'));
  try {
    await writeTree(staging, tree);
    await mkdir(folder, { recursive: true });
    const words = ['pack', staging, '--json', '--ignore-scripts', '--loglevel=error'];
    const { exitCode, output } = await runTool('npm', [...words, '--pack-destination', resolve(folder)], {
      cwd: staging,
    });
    if (exitCode !== 0) throw new Error(`npm pack ended with ${exitCode}:\n${output}`);
    const [report] = JSON.parse(output) as readonly PackReport[];
    if (report === undefined) throw new Error('npm pack named no package');
    const files = report.files.map(({ path }) => path);
    const missing = [...tree.keys()].filter((path) => !files.includes(path));
    if (missing.length > 0) throw new Error(`npm left out ${missing.join(', ')}`);
    const { filename, size, unpackedSize } = report;
    return { path: join(resolve(folder), filename), size, unpackedSize, files };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
