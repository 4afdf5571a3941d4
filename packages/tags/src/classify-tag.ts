import type { Version } from '@slipway/python/version/parse-version';
import type { TagReading } from './read-tag.ts';

/** What a tag is, seen from one project. */
export type TagKind =
  /** A release of the project. */
  | 'release'
  /** The mark of where the development of a version began, or a development release: `9.2.0.dev0`. */
  | 'development'
  /** A shorter name that moves with the releases: `v1`, `v1.2`. */
  | 'floating'
  /** The name of a line: `2.1.x`. */
  | 'line'
  /** A release of another package. */
  | 'foreign'
  /** It has a version in it, and the form of no tag of this project. */
  | 'unread'
  | 'other';

/** A tag as git has it. */
export interface NamedTag {
  readonly name: string;
  /** The commit, not the object of an annotated tag. A shorter tag at the commit of a longer one is known as floating by it. */
  readonly commitSha?: string | undefined;
}

/** A tag that belongs to the project, and its version. */
export interface OwnTag {
  readonly tag: NamedTag;
  readonly reading: Extract<TagReading, { is: 'own' }>;
}

const isFinal = ({ pre, dev, local }: Version): boolean =>
  pre === undefined && dev === undefined && local.length === 0;

const keyOf = ({ epoch, release }: Version, length = release.length): string => {
  const parts = release.slice(0, length);
  while (parts.length > 1 && parts.at(-1) === 0n) parts.pop();
  return `${epoch}!${parts.join('.')}`;
};

// A version has three or four parts; more of them need no shorter names.
const maxShortParts = 5;

/**
 * Tells the releases of a project from what only looks like one. A final tag is floating when there is a longer tag of the same
 * version (`v1.2` beside `v1.2.0`) or of a version that it begins at the same commit, or when it is one number in a project whose
 * versions have more.
 * @param tags of the project; all of them, since a tag is judged by its siblings
 */
export function createClassifier(tags: readonly OwnTag[]): (tag: OwnTag) => TagKind {
  const longest = new Map<string, number>();
  const beginnings = new Set<string>();
  let hasLonger = false;
  for (const { tag, reading } of tags) {
    const { version } = reading.text;
    const { length } = version.release;
    if (length > 1 && version.dev === undefined) hasLonger = true;
    if (!isFinal(version)) continue;
    const key = keyOf(version);
    longest.set(key, Math.max(longest.get(key) ?? 0, length));
    if (tag.commitSha === undefined) continue;
    for (let short = 1; short < Math.min(length, maxShortParts + 1); short += 1)
      beginnings.add(`${tag.commitSha} ${version.epoch}!${version.release.slice(0, short).join('.')}`);
  }
  return ({ tag, reading }) => {
    const { version } = reading.text;
    if (version.dev !== undefined) return 'development';
    if (!isFinal(version)) return 'release';
    if (version.release.length === 1 && hasLonger) return 'floating';
    const isShorter = (longest.get(keyOf(version)) ?? 0) > version.release.length;
    const isBeginning =
      tag.commitSha !== undefined &&
      beginnings.has(`${tag.commitSha} ${version.epoch}!${version.release.join('.')}`);
    return version.post === undefined && (isShorter || isBeginning) ? 'floating' : 'release';
  };
}
