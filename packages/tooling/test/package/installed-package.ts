import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathExists } from '../../src/bundles/path-exists.ts';
import type { Tarball } from '../../src/package/write-tarball.ts';
import { runTool, type ToolResult } from '../../src/tools/run-tool.ts';

/** The package as its users have it: installed in a folder of its own, on the machine's own Node. */
export interface InstalledPackage {
  /** An empty folder, outside of the repository. */
  readonly folder: string;
  /** Where the package is. */
  readonly directory: string;
  /** The version of that Node, as `v20.19.0`. */
  readonly nodeVersion: string;
  /** What starts the command line. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Runs `slipway` in `folder`. */
  run(...words: readonly string[]): Promise<ToolResult>;
  close(): Promise<void>;
}

/** The PATH of somebody who has no clone: without the programs that `npm ci` installed. */
export function plainPath(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => !/[\\/]node_modules[\\/]/.test(folder)).join(delimiter);
}

/** Path of a program. @throws Error when it is not there */
export async function findOnPath(name: string, path: string): Promise<string> {
  for (const folder of path.split(delimiter))
    if (await pathExists(join(folder, name))) return join(folder, name);
  throw new Error(`there is no ${name} on ${path}`);
}

/** Installs a package without network and with an empty cache. @throws Error with npm's words */
export async function installPackage({ path: tarball }: Tarball): Promise<InstalledPackage> {
  const base = await mkdtemp(join(tmpdir(), 'slipway-installed-'));
  const [home, folder, programs] = ['home', 'app', 'programs'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [home, folder, programs]) await mkdir(each);
  const path = plainPath();
  const node = await findOnPath('node', path);
  // First on the PATH, in case that npm is in a folder with a different Node.
  await symlink(node, join(programs, 'node'));
  const variables = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^npm_|^NODE_|^VITEST/i.test(entry[0]),
  );
  const environment = {
    ...Object.fromEntries(variables),
    ...{ PATH: [programs, path].join(delimiter), HOME: home, npm_config_update_notifier: 'false' },
  };
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const words = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball];
  const installed = await runTool(await findOnPath('npm', path), words, { cwd: folder, env: environment });
  if (installed.exitCode !== 0) throw new Error(`npm install failed: ${installed.output}`);
  const bin = join(folder, 'node_modules/.bin/slipway');
  return {
    folder,
    directory: join(dirname(bin), '../slipway'),
    nodeVersion: (await runTool(node, ['--version'])).output.trim(),
    command: [bin],
    environment,
    run: (...given) => runTool(bin, given, { cwd: folder, env: environment }),
    close: () => rm(base, { recursive: true, force: true }),
  };
}
