import type { Check } from '../report/check.ts';

// Where a link leads is not said to a reader: in the notes, names and numbers are links. Markup that GitHub would read is escaped there.
const wordsOf = (text: string): string =>
  (text.replace(/\]\([^()\s]*\)|&(?:lt|gt|amp|quot|#\d+);/g, ' ').match(/[\p{L}\p{N}]+/gu) ?? [])
    .join(' ')
    .toLowerCase();

// Enough to know an entry by; what follows may be linked, wrapped or shortened.
const wordsOfEntry = 5;

/** The entries below the heading of a version, `## 1.2.0` or `## [1.2.0]` with anything behind it. */
function listEntries(changelog: string, version: string): readonly string[] {
  const sections = changelog.split(/^(?=## )/m);
  const own = sections.find((section) => {
    const label = /^## +(?:\[([^\]]+)\]|(\S+))/.exec(section);
    return (label?.[1] ?? label?.[2])?.replace(/^v/, '') === version;
  });
  return (own ?? '').split('\n').flatMap((line) => /^[-*] +(\S.*)$/.exec(line)?.[1] ?? []);
}

/**
 * The notes of a release say what the changelog of its commit says of the version.
 * @param changelog text of the changelog at the tag; undefined when the commit has none
 * @returns undefined when the changelog has no list of changes for the version
 */
export function judgeNotes(notes: string, changelog: string | undefined, version: string): Check | undefined {
  const entries = listEntries(changelog ?? '', version);
  if (entries.length === 0) return undefined;
  const said = ` ${wordsOf(notes)} `;
  const missing = entries.filter((entry) => {
    const start = wordsOf(entry).split(' ').slice(0, wordsOfEntry).join(' ');
    return !said.includes(` ${start} `);
  });
  return {
    name: `the notes of ${version} contain the changelog entries`,
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? `${entries.length} entries`
        : `missing: ${missing.map((entry) => `"${entry.slice(0, 80)}"`).join(', ')}`,
  };
}
