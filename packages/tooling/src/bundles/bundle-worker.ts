/**
 * Bundles one action in a process of its own: `node bundle-worker.ts <entry> <output folder> [unchecked]`, started in the repository root.
 * A process of its own because ncc keeps global state, and because 700 MB are given back when it ends.
 */
import fs from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, parse, resolve } from 'node:path';
import ts from 'typescript';
import { findPackages, renderLicenses } from './licenses.ts';

interface WebpackModule {
  readonly resource?: string;
  /** Present on a concatenation of several modules. */
  readonly modules?: readonly WebpackModule[];
}

interface NccResult {
  readonly code: string;
  readonly assets: Readonly<Record<string, { readonly source: string | Uint8Array }>>;
  readonly stats: {
    readonly compilation: {
      readonly chunks: Iterable<unknown>;
      readonly chunkGraph: { getChunkModulesIterable(chunk: unknown): Iterable<WebpackModule> };
    };
  };
}

type Ncc = (entry: string, options: Readonly<Record<string, unknown>>) => Promise<NccResult>;

/**
 * ncc offers no way to name the files of the program, and its ts-loader reports the errors of every file that tsconfig.json
 * includes. Both read that file through `ts.sys`, so the program is narrowed there to what the entry imports: an unfinished
 * file elsewhere in the tree does not stop this build. `tsc --noEmit` is what looks at all of them.
 */
function narrowProgram(root: string, entry: string): void {
  const configPath = join(root, 'tsconfig.json');
  const readFile = ts.sys.readFile;
  ts.sys.readFile = (path, encoding) => {
    const text = readFile(path, encoding);
    if (text === undefined || resolve(path) !== configPath) return text;
    const { config } = ts.parseConfigFileTextToJson(path, text) as { config: Record<string, unknown> };
    const { include: _include, compilerOptions, ...rest } = config;
    // Without the folder of all sources named, TypeScript takes the lowest common one and wants that confirmed (TS5011).
    const rootDir = parse(root).root;
    return JSON.stringify({
      ...rest,
      compilerOptions: { ...(compilerOptions as object), rootDir },
      files: [entry],
    });
  };
}

/**
 * A file that is transpiled alone, without the package.json above it, is CommonJS for `module: nodenext`. ncc lets tsconfig.json
 * override the options that it gives to its loader, and reads that file by `fs`: so it reads `esnext` there.
 */
function transpileToModules(root: string): void {
  const configPath = join(root, 'tsconfig.json');
  const { readFileSync } = fs;
  const read = (path: fs.PathOrFileDescriptor, ...rest: readonly unknown[]): unknown => {
    const content: unknown = Reflect.apply(readFileSync, fs, [path, ...rest]);
    if (typeof path !== 'string' || resolve(path) !== configPath) return content;
    const text = String(content).replaceAll('"nodenext"', '"esnext"');
    return text.replace('"moduleResolution": "esnext"', '"moduleResolution": "bundler"');
  };
  Object.assign(fs, { readFileSync: read });
}

const coreManifest = /[\\/]node_modules[\\/]@actions[\\/]core[\\/]package\.json$/;

/**
 * No module of `@actions/core` does anything when it is loaded, but its package.json does not say so (actions/toolkit#2125).
 * Without `"sideEffects": false`, every bundle would carry the library's way to start programs (`platform.js` imports
 * `@actions/exec`) and its HTTP client, and load both at the start: 1 MB and 30 ms. It is declared while ncc reads that file.
 */
function declareCorePure(): void {
  const declare = (manifest: unknown): unknown =>
    JSON.stringify({ ...(JSON.parse(String(manifest)) as object), sideEffects: false });
  const { readFile } = fs;
  const read = (path: unknown, ...rest: readonly unknown[]): void => {
    const done = rest.at(-1) as (error: unknown, content?: unknown) => void;
    const finish =
      typeof path === 'string' && coreManifest.test(path)
        ? (error: unknown, content?: unknown): void => done(error, error ? content : declare(content))
        : done;
    Reflect.apply(readFile, fs, [path, ...rest.slice(0, -1), finish]);
  };
  Object.assign(fs, { readFile: read });
}

function listModuleFiles({ compilation }: NccResult['stats']): string[] {
  const files: string[] = [];
  const visit = (module: WebpackModule): void => {
    if (module.resource !== undefined) files.push(module.resource.split('?')[0] ?? module.resource);
    for (const inner of module.modules ?? []) visit(inner);
  };
  for (const chunk of compilation.chunks) {
    for (const module of compilation.chunkGraph.getChunkModulesIterable(chunk)) visit(module);
  }
  return files;
}

async function bundle(root: string, entry: string, output: string, isChecked: boolean): Promise<void> {
  narrowProgram(root, entry);
  declareCorePure();
  if (!isChecked) transpileToModules(root);
  const ncc = createRequire(import.meta.url)('@vercel/ncc') as Ncc;
  // No cache: a hit would save a second or two and would be one more thing that two builds share.
  const form = { cache: false, minify: false, sourceMap: false, target: 'es2022', quiet: true };
  const options = { ...form, transpileOnly: !isChecked };
  const { code, assets, stats } = await ncc(entry, options);
  const files = new Map<string, string | Uint8Array>([
    ['index.js', code],
    ...Object.entries(assets).map(([name, asset]) => [name, asset.source] as const),
    ['licenses.txt', renderLicenses(findPackages(listModuleFiles(stats)))],
  ]);
  for (const [name, bytes] of files) {
    if (name.endsWith('.d.ts')) continue;
    if (Buffer.from(bytes).includes(root))
      throw new Error(`${name} holds the path of this checkout, ${root}`);
    await mkdir(dirname(join(output, name)), { recursive: true });
    await writeFile(join(output, name), bytes);
  }
}

const [entryArgument, outputArgument, checking] = process.argv.slice(2);
if (entryArgument === undefined || outputArgument === undefined) {
  throw new Error('usage: bundle-worker.ts <entry> <output folder> [unchecked]');
}
try {
  await bundle(process.cwd(), resolve(entryArgument), resolve(outputArgument), checking !== 'unchecked');
} catch (cause) {
  // An uncaught error would print the line of ncc's own source it came from: all four megabytes of it.
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
