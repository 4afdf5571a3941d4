import type { ChangelogFiles } from '../changelog/find-changelog.ts';
import type { TowncrierConfig } from './towncrier-config.ts';

/** One file that says what changed. */
export interface Fragment {
  readonly path: string;
  /** Name of the section, usually empty. */
  readonly section: string;
  /** Empty for a fragment without one. */
  readonly issue: string;
  readonly type: string;
  readonly text: string;
}

export interface FoundFragments {
  readonly fragments: readonly Fragment[];
  /** Files among them whose name has no type. */
  readonly unread: readonly string[];
}

/** Reads the fragments of a project, in the order of their names. @param folder of the project, `''` for the root */
export async function findFragments(
  files: ChangelogFiles,
  folder: string,
  config: TowncrierConfig,
): Promise<FoundFragments> {
  const fragments: Fragment[] = [];
  const unread: string[] = [];
  const types = new Set(config.types.map(({ key }) => key));
  const ignored = config.ignored.map(toPattern);
  for (const section of config.sections) {
    const place = joinPath(folder, config.folder, section.path, config.suffix);
    const entries = (await files.list(place)) ?? [];
    const names = entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
    for (const name of names.sort()) {
      if (ignored.some((pattern) => pattern.test(name.toLowerCase()))) continue;
      const path = joinPath(place, name);
      const parsed = parseFragmentName(name, types);
      if (parsed === undefined) {
        unread.push(path);
        continue;
      }
      const bytes = await files.read(path);
      if (bytes === undefined) continue;
      const isOrphan = config.orphanPrefix !== '' && parsed.issue.startsWith(config.orphanPrefix);
      const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
      fragments.push({
        path,
        section: section.name,
        issue: isOrphan ? '' : parsed.issue,
        type: parsed.type,
        text,
      });
    }
  }
  return { fragments, unread };
}

/** `12.feature.rst`, `+a.bugfix.1.md`: what is before the last part that names a type is the issue. */
export function parseFragmentName(
  name: string,
  types: ReadonlySet<string>,
): { issue: string; type: string } | undefined {
  const parts = name.split('.');
  for (let index = parts.length - 1; index >= 1; index -= 1) {
    const type = parts[index] ?? '';
    if (!types.has(type)) continue;
    const issue = parts.slice(0, index).join('.').trim();
    return { issue: /^\d+$/.test(issue) ? String(BigInt(issue)) : issue, type };
  }
  return undefined;
}

/** A pattern of Python's `fnmatch`. */
function toPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return /$^/;
  }
}

/** A path without `.`, `..` and empty parts. */
export function joinPath(...paths: readonly string[]): string {
  const parts: string[] = [];
  for (const part of paths.join('/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
