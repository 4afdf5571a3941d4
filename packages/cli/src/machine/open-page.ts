import { spawn } from 'node:child_process';

/** The program of each system that opens a file with what the user has chosen for it. */
export function chooseOpener(
  platform: NodeJS.Platform,
  path: string,
): readonly [file: string, ...args: string[]] {
  if (platform === 'darwin') return ['open', path];
  // `start` is part of the shell, and `explorer` takes a path as it is.
  if (platform === 'win32') return ['explorer.exe', path];
  return ['xdg-open', path];
}

/** Opens a page in the browser of the user and does not wait for it. @returns whether the program could be started */
export function openPage(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [file, ...args] = chooseOpener(platform, path);
  return new Promise((resolve) => {
    const child = spawn(file, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
