import type { ParsedMessage } from '../commits/commit-message.ts';

// "1.2.0", "v1.2.0rc1", "1!2.0.post1", "2026.11": a number with a point, or a "v" before it.
const version = /^v?\d+!?(?:\d+)?(?:\.\d+)+[\w.+!-]*$|^v\d+[\w.+-]*$/i;

// What people write around the version when they release it, and nothing else.
const words = new Set(
  'a add and back begin bump bumped bumping bumps changelog changes chore cut cutting dev development document final finalize finish for cycle from get history in increment incremented increments incrementing into it its make mark new news next notes now number of open our package post-release pre-release prepare prepared preparation preparing prepares prerelease publish ready rc re-open release released releases releasing reopen set ship start starting tag tagging the this to towards update updated updates updating upgrade version versions with'.split(
    ' ',
  ),
);
const says =
  /\b(?:release[sd]?|releasing|version|bump(?:ed|ing|s)?|tag|increment\w*|prepar\w+|development|publish|cut|ship|start|changelog)\b/i;
// What was written down is in the notes itself.
const record =
  /^(?:updat|fix|edit|writ|add|amend)\w* (?:the |to )?(?:changelog|change log|changes|history|news|release notes)(?: file| entry| entries)?\.?$/i;
const scopes = /^(?:release|version|changelog|publish|bump)$/i;
const types = /^(?:release|version|bump|publish)$/i;

/**
 * Whether a commit is that of a release itself, or opens the next one: "chore(release): 1.2.0", "Version 0.28.1 (#3445)", "v1.2.0",
 * "start version 8.3.0", "Bump version: 1.1.0 → 1.2.0". Every word of its title belongs to that, so that "Bump the minimum
 * version of h11 to 0.14" does not.
 * @param names of the project, which may stand beside the version; lower case
 */
export function isReleaseCommit(
  { type, scope, subject }: Pick<ParsedMessage, 'type' | 'scope' | 'subject'>,
  names: ReadonlySet<string> = new Set(),
): boolean {
  const title = subject
    .replace(/ *\(#\d{1,10}\)$/, '')
    .replace(/\[[^\]]{0,40}\]/g, ' ')
    // Gitmoji.
    .replace(/^(?:\p{Extended_Pictographic}|\u200D|\uFE0F|\s|:[a-z_]{1,40}:)+/u, '')
    .trim();
  if (title === '' || title.length > 120) return false;
  if (record.test(title)) return true;
  const parts = title
    .split(/[\s,:;()`'"]+|(?:->|→|=>|\/)/)
    .map((part) => part.replace(/^[-–—.]+|[-–—.]+$/g, ''))
    .filter((part) => part !== '');
  const isVersion = (part: string): boolean => version.test(part) || hasProjectVersion(part, names);
  const isOurs = parts.every(
    (part) => words.has(part.toLowerCase()) || names.has(part.toLowerCase()) || isVersion(part),
  );
  if (!isOurs) return false;
  const isScoped = (scope !== undefined && scopes.test(scope)) || (type !== undefined && types.test(type));
  if (parts.some(isVersion)) return isScoped || says.test(title) || parts.every(isVersion);
  // "Prepare the release", "Bump version", "Start new development cycle", and a lone "bump".
  if (/^(?:version )?bump$/i.test(title)) return true;
  return isScoped || (/\b(?:release|version|development)\b/i.test(title) && says.test(title));
}

/** `demo-1.2.0`, `demo==1.2.0`, `demo@1.2.0`. */
function hasProjectVersion(part: string, names: ReadonlySet<string>): boolean {
  const [, name, rest] = /^(.+?)(?:==|[-@_])(v?\d.*)$/.exec(part) ?? [];
  return name !== undefined && rest !== undefined && names.has(name.toLowerCase()) && version.test(rest);
}

/** Whether the author of a commit says that it is not for the notes, by a trailer `Release-Notes: skip`. */
export function isSkipped({ footers }: Pick<ParsedMessage, 'footers'>): boolean {
  return footers.some(
    ({ token, value }) => /^release-notes$/i.test(token) && /^(?:skip|none|no)$/i.test(value.trim()),
  );
}
