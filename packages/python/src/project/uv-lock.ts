import { InputError } from '@slipway/core/errors/action-error';
import { pythonErrors } from '../errors.ts';
import { normalizeName } from '../names.ts';
import { isTable, parseToml, replaceTomlString } from './toml-document.ts';

/**
 * `uv.lock` with the version of the project itself replaced: the entry whose source is a folder (`editable` or `virtual`) and
 * whose name is that of the project, and never a dependency. Nothing is resolved again.
 * @returns the text unchanged if the lock does not contain the version (uv omits it for a dynamic one)
 * @throws InputError E_LOCK_FILE if several entries match
 */
export function updateUvLock(text: string, name: string, version: string, path = 'uv.lock'): string {
  const document = parseToml(text, path);
  const packages = document.data['package'];
  const wanted = normalizeName(name);
  const own: number[] = [];
  for (const [index, entry] of (Array.isArray(packages) ? packages : []).entries()) {
    if (!isTable(entry) || normalizeName(String(entry['name'])) !== wanted) continue;
    const { source } = entry;
    if (
      isTable(source) &&
      ['editable', 'virtual', 'directory'].some((key) => typeof source[key] === 'string')
    ) {
      own.push(index);
    }
  }
  const [index] = own;
  if (own.length > 1) {
    throw new InputError(pythonErrors.E_LOCK_FILE, {
      message: `${path} has ${own.length} entries for the project "${name}".`,
    });
  }
  const found = index === undefined ? undefined : document.findString(['package', index, 'version']);
  return found === undefined ? text : replaceTomlString(document, found, version);
}
