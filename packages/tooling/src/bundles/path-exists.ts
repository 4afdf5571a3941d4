import { access } from 'node:fs/promises';

/** Whether something can be reached at `path`. */
export function pathExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
