import { InputError } from '@slipway/core/errors/action-error';
import { changelogErrors } from '../errors.ts';
import { type Changelog, type ChangelogFormat, parseChangelog } from './parse-changelog.ts';
import { readEntries } from './section-entries.ts';
import { spelledVersions, type VersionReading } from './version-reading.ts';

/**
 * The text below the heading of `version`, without the heading and its date; definitions of links it uses that are
 * elsewhere in the file are added at its end. Undefined when there is no such heading, empty when nothing is under it.
 * @param name of the file, for errors
 * @throws InputError E_CHANGELOG_AMBIGUOUS when several sections of that version say different things
 */
export function extractSection(
  text: string,
  version: string,
  format?: ChangelogFormat,
  versions: Pick<VersionReading, 'isSame'> = spelledVersions,
  name = 'The changelog',
): string | undefined {
  const changelog = parseChangelog(text, format);
  const found = changelog.sections.filter(
    ({ state, isUpcoming, heading }) =>
      (state === 'version' || isUpcoming) && versions.isSame(heading.label, version),
  );
  const first = found[0];
  if (first === undefined) return undefined;
  const body = readEntries(changelog, first).text;
  const other = found.find((section) => readEntries(changelog, section).text !== body);
  if (other !== undefined) {
    throw new InputError(changelogErrors.E_CHANGELOG_AMBIGUOUS, {
      message: `${name} has ${found.length} sections for version ${version} (lines ${found.map(({ line }) => line).join(', ')}) and they differ.`,
    });
  }
  return appendDefinitions(changelog, body);
}

/** Adds the definitions of the links a piece of the file uses: outside of the file they would be plain brackets. */
function appendDefinitions(changelog: Changelog, body: string): string {
  if (body === '') return body;
  const isRst = changelog.format === 'rst';
  const own = new Set(
    parseChangelog(body, changelog.format).definitions.map(({ label }) => label.toLowerCase()),
  );
  const used = new Set<string>();
  const reference = isRst ? /`([^`<>]{1,999})`_|([\w.+-]{1,999})_(?!\w)/g : /\[([^[\]]{1,999})\]/g;
  for (const found of body.matchAll(reference))
    used.add((found[1] ?? found[2] ?? '').replace(/\s+/g, ' ').toLowerCase());
  const added: string[] = [];
  for (const { label, span } of changelog.definitions) {
    const key = label.toLowerCase();
    if (!used.has(key) || own.has(key)) continue;
    own.add(key);
    added.push(changelog.text.slice(span.start, span.end).trim());
  }
  return added.length === 0 ? body : `${body}\n\n${added.join('\n')}`;
}
