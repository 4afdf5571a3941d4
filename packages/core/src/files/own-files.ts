import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Every edition of Slipway has this file, and no other folder above one of its files does. */
const marker = 'actions/version-bump/action.yml';

function findFolder(start: string): string {
  for (let folder = dirname(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, marker))) return folder;
    if (folder === dirname(folder)) throw new Error(`no folder above ${start} holds ${marker}`);
  }
}

const ownFile = fileURLToPath(import.meta.url);

/** The clone or the installed package that this file belongs to. It holds `actions`, `dist` and `.github/workflows`. */
export const slipwayDirectory: string = findFolder(ownFile);

/** Whether this is the package that `npm run pack` makes: its programs are JavaScript, and it has no history. */
export const isPackaged: boolean = extname(ownFile) === '.js';

/**
 * Path of a program to start with Node.
 * @param path from the top of the clone, without the extension: `packages/cli/src/main`
 */
export const ownProgram = (path: string): string =>
  join(slipwayDirectory, `${path}${isPackaged ? '.js' : '.ts'}`);
