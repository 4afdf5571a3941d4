import { tryParseVersion } from '@slipway/python/version/parse-version';

/** How a project names the tags of its releases. */
export interface TagStyle {
  /** What stands before the version: `v`, empty, `demo-v`, `demo/v`, `demo==`. */
  readonly prefix: string;
  /** The pattern of an environment or ruleset (`File.fnmatch`) that matches such tags. */
  readonly pattern: string;
  /** No tag of a release was found; the style is the one that new projects are told to use. */
  readonly isAssumed: boolean;
}

/** The prefix of a tag that ends in a version of PEP 440; undefined for any other tag. */
function readPrefix(tag: string): string | undefined {
  for (const { index } of tag.matchAll(/(?<![\d.])\d/g))
    if (tryParseVersion(tag.slice(index)) !== undefined) return tag.slice(0, index);
  return undefined;
}

const simplify = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/**
 * The style of the newest release, by its tag. In a repository of several projects the tags that carry the project's name
 * come first.
 * @param tags newest first
 * @param project its name, empty when it is not known
 */
export function findTagStyle(tags: readonly string[], project: string): TagStyle {
  const found = tags.flatMap((tag) => {
    const prefix = readPrefix(tag);
    return prefix === undefined ? [] : [{ prefix, version: tag.slice(prefix.length) }];
  });
  // A tag such as `v1` moves with the releases, or counts something else.
  const dotted = found.filter(({ version }) => version.includes('.'));
  const candidates = dotted.length > 0 ? dotted : found;
  const own = candidates.filter(
    ({ prefix }) => project !== '' && simplify(prefix).includes(simplify(project)),
  );
  const prefix = (own[0] ?? candidates[0])?.prefix;
  return {
    prefix: prefix ?? 'v',
    pattern: prefix === '' ? '[0-9]*' : `${prefix ?? 'v'}*`,
    isAssumed: prefix === undefined,
  };
}
