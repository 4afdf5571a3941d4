import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chooseChangelog } from '../../src/changelog/choose-changelog.ts';
import type { ChangelogFiles, FoundChangelog } from '../../src/changelog/find-changelog.ts';
import type { ChangelogSection } from '../../src/changelog/parse-changelog.ts';
import { readEntries } from '../../src/changelog/section-entries.ts';
import { renderSection } from '../../src/changelog/section-markdown.ts';
import { promoteUnreleased } from '../../src/promotion/promote-unreleased.ts';
import { renderHeading } from '../../src/promotion/render-heading.ts';

/** What became of one project. */
export interface Outcome {
  readonly project: string;
  readonly path: string;
  /** Newest released version of the file. */
  readonly version: string;
  /** The section is what is between its heading and the next one by a plain search. */
  readonly section: string;
  /** Whether a release changes nothing else; "added" when the file had no unreleased part and was given one. */
  readonly promotion: string;
  readonly passedOver: readonly string[];
}

/** A folder as the files of a commit. */
function openFolder(root: string): ChangelogFiles {
  return {
    async list(folder) {
      try {
        const entries = readdirSync(join(root, folder), { withFileTypes: true });
        return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
      } catch {
        return undefined;
      }
    },
    async read(path) {
      const place = join(root, path);
      return statSync(place, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(place) : undefined;
    },
  };
}

/** Finds the changelog of a project, reads its newest section and releases what is unreleased. */
export async function tryProject(root: string, project: string): Promise<Outcome> {
  const hasVersion = ({ changelog }: FoundChangelog): boolean =>
    changelog.sections.some(({ state }) => state === 'version');
  const question = { path: undefined, folder: '', suits: hasVersion, otherwise: 'names no version' };
  const { chosen, passedOver } = await chooseChangelog(openFolder(join(root, project)), question);
  const reasons = passedOver.map(({ path, reason }) => `${path} ${reason}`);
  const newest = chosen?.changelog.sections.find(({ state }) => state === 'version');
  if (chosen === undefined || newest === undefined)
    return { project, path: '', version: '', section: '', promotion: '', passedOver: reasons };
  return {
    ...{ project, path: chosen.path, version: newest.heading.label, passedOver: reasons },
    section: checkSection(chosen, newest),
    promotion: checkPromotion(chosen, newest),
  };
}

/** Holds a section against the lines between its title and the next title, found by their words alone. */
function checkSection({ text, format, changelog }: FoundChangelog, newest: ChangelogSection): string {
  const lines = text.split(/\r\n|\n|\r/);
  const bare = (line: string): string => line.replace(/^[\uFEFF#=\s-]*|[=\s-]*$/g, '');
  const following = changelog.sections[changelog.sections.indexOf(newest) + 1];
  const titles = [newest.source.text, following?.source.text];
  const [from, to] = titles.map((title) =>
    title === undefined ? lines.length : lines.findIndex((line) => bare(line) === bare(title)),
  );
  const own = readEntries(changelog, newest).text;
  const words = (part: string): string => (part.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
  const expected = words(lines.slice((from ?? 0) + 1, to).join('\n'));
  const found = words(own);
  if (found === '') return expected.length < 40 ? 'empty' : 'EMPTY';
  // Around it there may be a date line, and anchors of the next heading.
  if (!expected.includes(found)) return 'DIFFERENT';
  if (expected.length - found.length > 120) return `SHORT by ${expected.length - found.length}`;
  return renderSection(own, format).trim() === '' ? 'LOST' : 'right';
}

/** Releases what is unreleased and compares the lines outside of that section with those before. */
function checkPromotion(found: FoundChangelog, newest: ChangelogSection): string {
  const { changelog, format } = found;
  const unreleased = changelog.sections.find(({ state }) => state === 'unreleased');
  const ending = found.text.includes('\r\n') ? '\r\n' : '\n';
  const at = newest.headingSpan.start;
  const heading = `${renderHeading(changelog, newest.source, newest.source.form === 'bold' ? '**Unreleased**' : 'Unreleased')}${ending}${ending}- An entry.${ending}${ending}`;
  const text =
    unreleased === undefined ? found.text.slice(0, at) + heading + found.text.slice(at) : found.text;
  const result = promoteUnreleased(text, {
    ...{ version: '9999.1', date: '2026-02-03', format, allowEmpty: true },
    formatTag: (version) => `v${version}`,
  });
  if (!result.ok) return `${result.refusal}: ${result.message}`;
  const before = listLines(text);
  const after = listLines(result.text);
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  let last = 0;
  while (last < before.length - same && before.at(-1 - last) === after.at(-1 - last)) last += 1;
  // What differs has to lie between the heading of the unreleased part and the newest version.
  const changed = before.slice(same, before.length - last).join('\n');
  const section = text.slice(
    Math.max(0, (unreleased?.headingSpan.start ?? at) - 1),
    unreleased?.bodySpan.end ?? at + heading.length + 1,
  );
  if (!listLines(section).join('\n').includes(changed)) return 'OTHER LINES CHANGED';
  return unreleased === undefined ? 'right (added)' : 'right';
}

/** Lines but those of the link list, which a release continues. */
const listLines = (text: string): string[] =>
  text.split(/(?<=\n)/).filter((line) => !/^ {0,3}\[[^[\]]+\]:|^\.\. _[^:]+:\s+\S/.test(line));
