import { InputError } from '@slipway/core/errors/action-error';
import { isSameLabel } from './changelog-heading.ts';
import { changelogErrors } from './errors.ts';
import { type Changelog, parseChangelog, readBody } from './parse-changelog.ts';

/** Whether two spellings (a heading's label and the version asked for) name one version. */
export type SameVersion = (label: string, version: string) => boolean;

/**
 * The text below the heading of `version`, without the heading; definitions of links it uses that stand elsewhere in the
 * file are added at its end. Undefined when there is no such heading, empty when nothing is under it.
 * @throws InputError E_CHANGELOG_AMBIGUOUS when several sections of that version say different things
 */
export function extractSection(
  text: string,
  version: string,
  isSame: SameVersion = isSameLabel,
): string | undefined {
  const changelog = parseChangelog(text);
  const found = changelog.sections.filter(
    ({ heading }) => heading.kind === 'version' && isSame(heading.label, version),
  );
  const first = found[0];
  if (first === undefined) return undefined;
  const body = readBody(changelog, first);
  const other = found.find((section) => readBody(changelog, section) !== body);
  if (other !== undefined) {
    throw new InputError(changelogErrors.E_CHANGELOG_AMBIGUOUS, {
      message: `The changelog has ${found.length} sections for version ${version} (lines ${found.map(({ line }) => line).join(', ')}) and they differ.`,
    });
  }
  return appendDefinitions(changelog, body);
}

/** Adds the definitions of the links a piece of the file uses: outside of the file they would be plain brackets. */
export function appendDefinitions(changelog: Changelog, body: string): string {
  if (body === '') return body;
  const own = new Set(parseChangelog(body).definitions.map(({ label }) => label.toLowerCase()));
  const used = new Set<string>();
  for (const found of body.matchAll(/\[([^[\]]{1,999})\]/g)) used.add((found[1] ?? '').toLowerCase());
  const added: string[] = [];
  for (const { label, url } of changelog.definitions) {
    const key = label.toLowerCase();
    if (!used.has(key) || own.has(key)) continue;
    own.add(key);
    added.push(`[${label}]: ${url}`);
  }
  return added.length === 0 ? body : `${body}\n\n${added.join('\n')}`;
}
