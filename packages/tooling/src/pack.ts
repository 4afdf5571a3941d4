/** `npm run pack [-- --out FOLDER]` writes the npm package of the command line: `slipway-VERSION.tgz`. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './bundles/bundles.ts';
import { createPackageTree } from './package/package-tree.ts';
import { writeTarball } from './package/write-tarball.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: repositoryRoot } } });
// The modes of the files are part of the package.
process.umask(0o022);
const tree = await createPackageTree(repositoryRoot);
const { path, size, unpackedSize, files } = await writeTarball(tree, values.out);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const sha256 = createHash('sha256')
  .update(await readFile(path))
  .digest('hex');
const manifest = JSON.parse(new TextDecoder().decode(tree.get('package.json'))) as { gitHead?: string };
console.log(`${path}: ${files.length} files, ${megabytes(size)}, ${megabytes(unpackedSize)} unpacked`);
console.log(`sha256 ${sha256}`);
console.log(
  manifest.gitHead === undefined
    ? 'No commit is recorded in it, because there are uncommitted changes or no git history.'
    : `commit ${manifest.gitHead}`,
);
