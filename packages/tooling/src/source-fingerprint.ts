import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTree } from './bundles/tree.ts';
import { listSourceFiles } from './rules/source-files.ts';

/** What a rehearsal runs or reads: bundles, contracts, sources of the world and of the command, the workflow, the sample. */
const counted =
  /^(?:actions\/[^/]+\/action\.yml$|packages\/[^/]+\/(?:src|sample)\/|\.github\/workflows\/release\.yml$|package-lock\.json$)/;
const left = /^packages\/tooling\//;

/** A hash of everything that decides what a rehearsal shows. */
export async function fingerprintSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  const paths = (await listSourceFiles(root)).filter((path) => counted.test(path) && !left.test(path));
  const files = new Map<string, Uint8Array>(await readTree(join(root, 'dist')));
  for (const path of paths) files.set(path, await readFile(join(root, path)));
  for (const [path, bytes] of files) hash.update(`${path}\0${bytes.byteLength}\0`).update(bytes);
  return hash.digest('hex');
}
