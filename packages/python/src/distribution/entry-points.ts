import { quoteName } from '../archive/archive.ts';

/** Sections whose names become programs. */
const scriptSections = new Set(['console_scripts', 'gui_scripts']);
const maxProblems = 20;

/**
 * Sentences about `entry_points.txt` as PyPI reads it (warehouse, `validate_entrypoints`): Python's `configparser` with "=" as
 * the only delimiter, and names of scripts that are file names.
 * @see https://packaging.python.org/specifications/entry-points/
 */
export function listEntryPointProblems(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return ['entry_points.txt is not valid UTF-8.'];
  const sections = readSections(text);
  if (typeof sections === 'string') return [`entry_points.txt ${sections}.`];
  const problems: string[] = [];
  for (const [section, names] of sections)
    for (const name of names)
      if (scriptSections.has(section) && !/^[\p{L}\p{N}_.-]+$/u.test(name))
        problems.push(`The script ${quoteName(name)} in entry_points.txt has a name that PyPI rejects.`);
  return problems.slice(0, maxProblems);
}

/** @returns the names in each section, or what is wrong, as the end of a sentence */
function readSections(text: string): ReadonlyMap<string, ReadonlySet<string>> | string {
  const sections = new Map<string, Set<string>>();
  let names: Set<string> | undefined;
  let indent = 0;
  let hasOption = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (content === '' || /^[#;]/.test(content)) continue;
    const depth = line.length - line.trimStart().length;
    // Deeper than its option, a line continues the value.
    if (hasOption && depth > indent) continue;
    indent = depth;
    const [, section] = /^\[(.+)\]/.exec(content) ?? [];
    if (section !== undefined) {
      if (sections.has(section)) return `has two sections ${quoteName(section)}`;
      names = new Set();
      sections.set(section, names);
      hasOption = false;
      continue;
    }
    if (names === undefined) return 'has a line before its first section';
    const [name = '', ...rest] = content.split('=');
    if (rest.length === 0 || name.trim() === '') return `has the line ${quoteName(content)} without "name ="`;
    if (names.has(name.trim())) return `defines ${quoteName(name.trim())} twice in one section`;
    names.add(name.trim());
    hasOption = true;
  }
  return sections;
}
