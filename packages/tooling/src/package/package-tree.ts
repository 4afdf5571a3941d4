import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listActions } from '../bundles/bundles.ts';
import { readTree, type Tree } from '../bundles/tree.ts';
import { writtenWorkflows } from '../workflow-files.ts';
import { bundlePrograms } from './bundle-programs.ts';
import { bundleFolder, commandLine, listPrograms, writeStarter } from './package-programs.ts';

/** The oldest Node that the package runs on. */
const oldestNode = '20.19';

// The composite action has no bundle.
const composite = 'publish';

/** Folders whose every file is in the package, at the same place. */
const folders = ['dist', 'packages/cli/sample'];

const standIns = 'packages/runner/src/stand-ins/actions';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The commit of the clone at `root`; undefined with uncommitted changes and without history. */
async function readCommit(root: string): Promise<string | undefined> {
  const git = async (...words: string[]): Promise<string> =>
    (await promisify(execFile)('git', words, { cwd: root })).stdout.trim();
  try {
    const changes = await git('status', '--porcelain');
    return changes === '' ? await git('rev-parse', '--verify', 'HEAD') : undefined;
  } catch {
    return undefined;
  }
}

/** `package.json` of the package: it depends on nothing, since everything is in the bundles. */
async function writeManifest(root: string): Promise<Uint8Array> {
  const { name, version, description, license } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const gitHead = await readCommit(root);
  const manifest = {
    ...{ name, version, description, license, type: 'module' },
    repository: { type: 'git', url: 'git+https://github.com/slipway-actions/slipway.git' },
    bin: { slipway: `${commandLine}.js` },
    engines: { node: `>=${oldestNode}` },
    ...(gitHead === undefined ? {} : { gitHead }),
  };
  return encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** The interfaces of the stand-ins, whose programs are JavaScript in the package. */
async function readStandIns(root: string): Promise<Tree> {
  const files = [...(await readTree(join(root, standIns)))].filter(([path]) => path.endsWith('action.yml'));
  return new Map(
    files.map(([path, bytes]) => {
      const text = new TextDecoder().decode(bytes);
      return [path, encode(text.replaceAll(/^( {2}(?:main|pre|post): \S+)\.ts$/gm, '$1.js'))];
    }),
  );
}

/**
 * Every file of the package: what a clone needs to run the command line, at the same places, with programs in JavaScript.
 * @throws Error when the sources do not compile or a file is missing
 */
export async function createPackageTree(root: string): Promise<Tree> {
  const tree = new Map<string, Uint8Array>();
  const addAll = (folder: string, files: Tree): void => {
    for (const [path, bytes] of files) tree.set(`${folder}/${path}`, bytes);
  };
  for (const folder of folders) addAll(folder, await readTree(join(root, folder)));
  addAll(standIns, await readStandIns(root));
  addAll(bundleFolder, await bundlePrograms(root, oldestNode));
  for (const program of await listPrograms(root)) tree.set(`${program}.js`, encode(writeStarter(program)));
  const actions = [...(await listActions(root)), composite].map((name) => `actions/${name}/action.yml`);
  for (const path of [...actions, ...writtenWorkflows, 'CHANGELOG.md', 'LICENSE'])
    tree.set(path, await readFile(join(root, path)));
  tree.set('README.md', await readFile(join(import.meta.dirname, 'package-readme.md')));
  tree.set('package.json', await writeManifest(root));
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}
