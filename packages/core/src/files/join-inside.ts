/**
 * A path below a folder, both with slashes and from the root of a repository. `.` and empty parts are left out.
 * @returns undefined when the path leads out of the repository
 */
export function joinInside(folder: string, path = ''): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
