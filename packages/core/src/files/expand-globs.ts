import { lstat, readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import { InputError } from '../errors/action-error.ts';
import { coreErrors } from '../errors/core-errors.ts';
import { findLink } from '../find-link.ts';
import { neutralizeLine } from '../neutralize.ts';

/**
 * Paths of the matching files, relative to `directory` with `/` between folders, sorted by code unit. A leading `!` excludes
 * matches. Folders are omitted. Links are listed but not followed, so that the reader can reject them.
 * @throws InputError E_INPUT_INVALID for a pattern that leaves the folder, E_FILES_MISSING for one that matches nothing,
 * E_FILE_UNREADABLE for one whose fixed part goes through a link
 */
export async function expandGlobs(patterns: readonly string[], directory: string): Promise<string[]> {
  for (const pattern of patterns) {
    const plain = pattern.replace(/^!/, '');
    if (isAbsolute(plain) || plain.split(/[\\/]/).includes('..')) {
      throw new InputError(coreErrors.E_INPUT_INVALID, {
        message: `The pattern "${neutralizeLine(pattern)}" points outside the folder "${neutralizeLine(directory)}".`,
        hint: 'Use patterns relative to that folder.',
      });
    }
  }
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const isExcluded = excluded.length === 0 ? () => false : picomatch(excluded, matching);
  const matched = new Set<string>();
  for (const pattern of patterns.filter((each) => !each.startsWith('!'))) {
    const plain = pattern.replace(/^\.\//, '');
    const matches = picomatch(plain, matching);
    const { base } = picomatch.scan(plain, { parts: false });
    const link = await findLink(directory, base);
    if (link !== undefined && link !== plain) {
      throw new InputError(coreErrors.E_FILE_UNREADABLE, {
        message: `"${neutralizeLine(link)}" is a symbolic link, so "${neutralizeLine(pattern)}" points outside the folder.`,
      });
    }
    const files = (await walk(directory, base)).filter((path) => matches(path) && !isExcluded(path));
    if (files.length === 0) {
      throw new InputError(coreErrors.E_FILES_MISSING, {
        message: `No file in "${neutralizeLine(directory)}" matches "${neutralizeLine(pattern)}".`,
      });
    }
    for (const file of files) matched.add(file);
  }
  return [...matched].sort();
}

// With `s`, because `**` would otherwise skip names that contain a line break.
const matching = { dot: true, flags: 's' };

/** Everything below a folder except folders, relative to `directory`; a base that is a file yields itself. */
async function walk(directory: string, base: string): Promise<string[]> {
  const start = join(directory, base);
  // The folder itself may be a link: it was named on purpose.
  const entry = await (base === '' ? stat : lstat)(start).catch(() => undefined);
  if (entry === undefined) return [];
  if (!entry.isDirectory()) return [base];
  const entries = await readdir(start, { recursive: true, withFileTypes: true });
  return (
    entries
      .filter((each) => !each.isDirectory())
      .map((each) => relative(directory, join(each.parentPath, each.name)))
      // Only where it separates: elsewhere a backslash is part of a name.
      .map((path) => (sep === '/' ? path : path.replaceAll(sep, '/')))
  );
}
