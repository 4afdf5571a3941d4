import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { version } from '@slipway/core/version';

const idDigits = 12;

/**
 * Identifies the bundles that an action belongs to: the version, and the start of the SHA-256 over all of them, such as
 * `0.1.0+5f70bf18a086`. The runner has the whole repository of an action, so that every action of one commit says the same.
 * @param script path of the running bundle, `<repository>/dist/<action>/index.js`
 * @throws Error of the file system
 */
export async function readBuildId(script: string): Promise<string> {
  const folder = dirname(dirname(script));
  const hash = createHash('sha256');
  const listed = await readdir(folder, { recursive: true });
  for (const name of listed.filter((path) => path.endsWith('.js')).sort()) {
    const bundle = await readFile(join(folder, name));
    hash.update(`${name.replaceAll('\\', '/')}\0${createHash('sha256').update(bundle).digest('hex')}\n`);
  }
  return `${version}+${hash.digest('hex').slice(0, idDigits)}`;
}
