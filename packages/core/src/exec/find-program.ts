import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';

// What execvp of glibc and macOS searches when there is no PATH.
const defaultPosixPath = '/usr/bin:/bin';
// Files that Windows starts itself. Batch files are left out: cmd.exe would interpret their arguments.
const windowsExtensions = ['.exe', '.com'];

/**
 * Finds a program in the PATH of the environment that it will have; `@actions/io` looks in that of this process.
 * @param file a name to look for, or a path, relative to `cwd`
 * @returns the absolute path; undefined when nothing there can be executed
 */
export async function findProgram(
  host: Pick<Host, 'platform' | 'isProgram'>,
  file: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<string | undefined> {
  const paths = host.platform === 'win32' ? listWindowsPaths(file, env, cwd) : listPosixPaths(file, env, cwd);
  for (const path of paths) if (await host.isProgram(path)) return path;
  return undefined;
}

function listPosixPaths(file: string, env: Readonly<Record<string, string>>, cwd: string): string[] {
  if (file === '') return [];
  if (file.includes('/')) return [posix.resolve(cwd, file)];
  const folders = (env['PATH'] ?? defaultPosixPath).split(':').filter((folder) => folder !== '');
  return folders.map((folder) => posix.resolve(cwd, folder, file));
}

function listWindowsPaths(file: string, env: Readonly<Record<string, string>>, cwd: string): string[] {
  if (file === '') return [];
  const isComplete = windowsExtensions.includes(win32.extname(file).toLowerCase());
  const names = isComplete ? [file] : windowsExtensions.map((extension) => file + extension);
  if (/[\\/]/.test(file)) return names.map((name) => win32.resolve(cwd, name));
  const [, path = ''] = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
  const folders = path.split(';').filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => win32.resolve(cwd, folder, name)));
}
