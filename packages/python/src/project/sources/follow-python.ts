import { createPythonReader } from '../../static-python/python-reader.ts';
import { originOfValue } from './origin-of-value.ts';
import { type ProjectFiles, refuseSource, type VersionOrigin } from './version-origin.ts';

/** How a search for a name of a module goes on when it finds no version. */
export interface NameSearch {
  readonly paths: readonly string[];
  readonly names: readonly string[];
  /** Folders below which imported modules are searched. */
  readonly roots: readonly string[];
}

/**
 * The version that the first of some files assigns to the first of some names, through imports and what is computed from other
 * names.
 * @returns undefined if no file or no name is there
 * @throws InputError E_VERSION_SOURCE if the value is not followed
 */
export async function followName(
  { read }: ProjectFiles,
  search: NameSearch,
): Promise<VersionOrigin | undefined> {
  const reader = createPythonReader(read, search.roots);
  let refusal: string | undefined;
  for (const path of search.paths) {
    for (const name of search.names) {
      const found = await reader.readName([path], name);
      if (found === undefined || (found.value.kind === 'unknown' && !(await reader.assigns(path, name))))
        continue;
      const followed = await originOfValue(read, found.value, name);
      if ('origin' in followed) return followed.origin;
      refusal ??= `${name} of ${path} ${followed.problem}`;
    }
  }
  if (refusal !== undefined) throw refuseSource(`The version cannot be edited: ${refusal}.`);
  return undefined;
}
