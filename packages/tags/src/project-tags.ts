import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import { chooseStyle } from './choose-style.ts';
import { createClassifier, type NamedTag, type OwnTag, type TagKind } from './classify-tag.ts';
import { cleanFolder, listNames } from './project-names.ts';
import { createTagReader, type TagReading } from './read-tag.ts';
import { matchFormat, type TagFormat } from './tag-format.ts';
import type { TagStyle } from './tag-style.ts';
import { readVersionText } from './version-text.ts';

export type { NamedTag, TagKind } from './classify-tag.ts';

/** What is known about a project before its tags are read. */
export interface TagQuestion {
  /** All tags of the repository, in any order. */
  readonly tags: readonly NamedTag[];
  /** The name in the metadata; undefined when it has none. */
  readonly name: string | undefined;
  /** The folder of a package in a repository of several; undefined or `.` for the root. */
  readonly package?: string | undefined;
  /** See `parseFormatInputs`; undefined when the tags decide. */
  readonly format?: TagFormat | undefined;
  /** The version in the files of the project; undefined when git has it, or when it is not known. */
  readonly version?: Version | undefined;
}

/** A release, by its tag. */
export interface ReleaseTag {
  readonly name: string;
  readonly commitSha: string | undefined;
  readonly version: Version;
}

/** The tags of one project. */
export interface ProjectTags {
  /** The releases, highest version first. Two tags of one version are both there, the one of the style first. */
  readonly releases: readonly ReleaseTag[];
  /** Development releases and marks such as `9.2.0.dev0`, highest first. They are no releases to start from. */
  readonly developments: readonly ReleaseTag[];
  /** How the next tag is written. */
  readonly style: TagStyle;
  /** What each tag is. */
  readonly kinds: ReadonlyMap<string, TagKind>;
  /** The version tags that are not the project's; what they are is in `kinds`. */
  readonly strangers: readonly string[];
  /** The style of the newest releases, when the format that was asked for is another. */
  readonly contradicted: TagStyle | undefined;
}

/** Reads the tags of a repository for one of its projects. Takes time in proportion to their number, but for the sort. */
export function readProjectTags(question: TagQuestion): ProjectTags {
  const { tags, name, format } = question;
  const names = listNames({ name, folder: question.package });
  const isMember = cleanFolder(question.package) !== undefined;
  const read = createReader(names, format);
  const readings = tags.map((tag) => ({ tag, reading: read(tag.name) }));
  const own = keepOwn(readings, isMember, question, names);
  const classify = createClassifier([...own.values()]);
  const kinds = new Map<string, TagKind>();
  const found = { release: [] as OwnTag[], development: [] as OwnTag[] };
  for (const { tag, reading } of readings) {
    const mine = own.get(tag.name);
    const kind = mine === undefined ? kindOf(reading) : classify(mine);
    kinds.set(tag.name, kind);
    if (mine !== undefined && (kind === 'release' || kind === 'development')) found[kind].push(mine);
  }
  const releases = found.release.toSorted(compareOwn);
  const siblings = readings.flatMap(({ reading }) => (reading.is === 'foreign' ? [reading] : []));
  const { style, contradicted } = chooseStyle({ releases, format, names, isMember, siblings, name });
  return {
    releases: preferStyle(releases, style).map(toRelease),
    developments: found.development.toSorted(compareOwn).map(toRelease),
    style,
    kinds,
    strangers: tags
      .map((tag) => tag.name)
      .filter((tag) => ['foreign', 'unread'].includes(kinds.get(tag) ?? 'other')),
    contradicted,
  };
}

function createReader(names: readonly string[], format: TagFormat | undefined): (tag: string) => TagReading {
  const read = createTagReader(names);
  if (format === undefined) return read;
  const asked = matchFormat(format, names);
  return (tag) => {
    const prefix = asked.exec(tag)?.[0];
    const text = prefix === undefined ? undefined : readVersionText(tag.slice(prefix.length));
    if (prefix === undefined || text === undefined) return read(tag);
    // Behind a word of its own the tag is nobody else's.
    const isNamed = !/^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?$/i.test(prefix);
    return { is: 'own', prefix, text, isNamed };
  };
}

/**
 * The tags of the project among those that may be. In a repository of several packages with tags of their own, a tag without a
 * name is the root's; without any such tags all packages have one version and one tag. A package that changed from tags with
 * its name to tags without one is known by its files: their version has a tag without a name, and none with it.
 */
function keepOwn(
  readings: readonly { readonly tag: NamedTag; readonly reading: TagReading }[],
  isMember: boolean,
  { format, version }: TagQuestion,
  names: readonly string[],
): ReadonlyMap<string, OwnTag> {
  const asked = format === undefined ? undefined : matchFormat(format, names);
  const isNamedRepository = readings.some(
    ({ reading }) => reading.is === 'foreign' || (reading.is === 'own' && reading.isNamed),
  );
  const isPlain = isNamedRepository && version !== undefined && isTaggedPlainly(readings, version);
  const own = new Map<string, OwnTag>();
  for (const { tag, reading } of readings) {
    if (reading.is !== 'own') continue;
    const isAsked = asked?.test(tag.name) === true;
    if (isMember && isNamedRepository && !reading.isNamed && !isAsked && !isPlain) continue;
    own.set(tag.name, { tag, reading });
  }
  return own;
}

function isTaggedPlainly(readings: readonly { readonly reading: TagReading }[], version: Version): boolean {
  const same = readings.flatMap(({ reading }) =>
    reading.is === 'own' && compareVersions(reading.text.version, version) === 0 ? [reading.isNamed] : [],
  );
  return same.length > 0 && !same.includes(true);
}

function kindOf(reading: TagReading): TagKind {
  // A tag without a name, seen from a package that has tags of its own.
  return reading.is === 'own' ? 'foreign' : reading.is;
}

function compareOwn(left: OwnTag, right: OwnTag): number {
  return (
    compareVersions(right.reading.text.version, left.reading.text.version) ||
    (left.tag.name < right.tag.name ? -1 : 1)
  );
}

/** Of two tags of one version, the one that the style writes comes first. */
function preferStyle(releases: readonly OwnTag[], { prefix }: TagStyle): readonly OwnTag[] {
  const rank = ({ reading }: OwnTag): number => (reading.prefix === prefix ? 0 : 1);
  return releases.toSorted(
    (left, right) =>
      compareVersions(right.reading.text.version, left.reading.text.version) || rank(left) - rank(right),
  );
}

function toRelease({ tag, reading }: OwnTag): ReleaseTag {
  return { name: tag.name, commitSha: tag.commitSha, version: reading.text.version };
}
