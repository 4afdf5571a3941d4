import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@slipway/core/ports';

/**
 * Warns of a token in the folder that the build sees: actions/checkout up to version 5 leaves that of the job in `.git/config`
 * (`http.<url>.extraheader`), where a step that copies the context can read it.
 */
export async function warnOfContextToken(context: string, log: Log): Promise<void> {
  const read = (name: string): Promise<string> => readFile(join(context, name), 'utf8').catch(() => '');
  if (!/^\s*extraheader\s*=\s*authorization:/im.test(await read('.git/config'))) return;
  const ignored = (await read('.dockerignore'))
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/^\/|\/$/g, ''));
  if (ignored.some((line) => ['.git', '**/.git', '.git/config', '.*', '*', '**'].includes(line))) return;
  log.warning(
    'The checkout left a token in ".git/config", which every Dockerfile step that copies the context can read. Set "persist-credentials: false" for actions/checkout, or add ".git" to .dockerignore.',
  );
}
