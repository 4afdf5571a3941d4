import { InputError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import type { FileList } from '../files/file-list.ts';
import { joinFileLists, parseFileList } from '../files/parse-file-list.ts';
import { neutralizeLine } from '../neutralize.ts';
import type { InputDefinition } from './definition.ts';

/** Lines, without blank lines and comments (`#` as the first character). */
function readLines(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** One item per line. */
export function list(
  options: { readonly default?: string; readonly required?: boolean } = {},
): InputDefinition<readonly string[]> {
  return { kind: 'list', default: options.default, required: options.required === true, parse: readLines };
}

/** One `NAME=VALUE` per line; each name may occur once. */
export function keyValues(): InputDefinition<ReadonlyMap<string, string>> {
  return {
    kind: 'key-values',
    default: undefined,
    required: false,
    parse(text, name) {
      const values = new Map<string, string>();
      for (const line of readLines(text)) {
        const at = line.indexOf('=');
        const key = line.slice(0, Math.max(0, at)).trim();
        const problem =
          at < 1 || key === '' ? 'is not NAME=VALUE' : values.has(key) ? 'repeats a name' : undefined;
        if (problem !== undefined) {
          throw new InputError(coreErrors.E_INPUT_INVALID, {
            // Do not show the value, which may be a secret; the name is enough to correct it.
            message: `Input "${name}": the line "${neutralizeLine(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
          });
        }
        values.set(key, line.slice(at + 1));
      }
      return values;
    },
  };
}

/** The JSON lists of files with their digests that different jobs output, one per line; undefined if empty. */
export function fileList(): InputDefinition<FileList | undefined> {
  return {
    ...fileLists(),
    parse(text, name) {
      const lists = fileLists().parse(text, name);
      return lists.length === 0 ? undefined : joinFileLists(lists, `Input "${name}"`);
    },
  };
}

/** The same, list by list, in the order of the lines. No file is in two of them. */
export function fileLists(): InputDefinition<readonly FileList[]> {
  return {
    kind: 'file-list',
    default: undefined,
    required: false,
    parse(text, name) {
      const what = `Input "${name}"`;
      const lines = readLines(text);
      if (lines.length === 0) return [];
      // One list may itself be written on several lines.
      const isOne = !lines.every((line) => line.startsWith('[') && line.endsWith(']'));
      const lists = (isOne ? [text] : lines).map((line) => parseFileList(line, what));
      joinFileLists(lists, what);
      return lists;
    },
  };
}
