import { joints, matchName } from './project-names.ts';
import { readVersionText, type VersionText } from './version-text.ts';

/** What the name of a tag says by itself. */
export type TagReading =
  /** A version that may be this project's. `isNamed`: behind its name. */
  | { readonly is: 'own'; readonly prefix: string; readonly text: VersionText; readonly isNamed: boolean }
  /** A version behind the name of something else. */
  | { readonly is: 'foreign'; readonly prefix: string; readonly owner: string }
  /** A line of versions: `2.1.x`. */
  | { readonly is: 'line' }
  /** It contains a version, and is none of the above. */
  | { readonly is: 'unread' }
  | { readonly is: 'other' };

// `v1.2`, `release-1.2`, `rel_1_2`, `release/v1.2`, `version-1.2`: no name of a project.
const generic = /^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?(?=\d)/i;
const line = /^(?:.*[-_/@]|)v?\d+(?:[._]\d+)*[._]x$/i;
const versionLike = /\d[._]\d|\d{4}-\d{2}-\d{2}/;
const foreignPrefix = /^(?<owner>@?[a-z][\w.@/+-]*?)(?:==|[-_/@.])v?$/i;
// A longer name is no tag that a person would type; git has no limit of its own.
const maxTagLength = 300;

/** @param names of the project, see `listNames`  @returns a function that reads tags, each in bounded time */
export function createTagReader(names: readonly string[]): (tag: string) => TagReading {
  const joint = joints.map((each) => (each === '.' ? String.raw`\.` : each)).join('|');
  const named = names.map((name) => new RegExp(`^${matchName(name)}(?:${joint})(?:v[-_.]?)?(?=\\d)`, 'i'));
  return (tag) => {
    if (tag.length > maxTagLength) return { is: 'other' };
    for (const pattern of named) {
      const own = readBehind(tag, pattern);
      if (own !== undefined) return { is: 'own', isNamed: true, ...own };
    }
    const plain = readBehind(tag, generic);
    if (plain !== undefined) return { is: 'own', isNamed: false, ...plain };
    if (line.test(tag)) return { is: 'line' };
    return readForeign(tag) ?? { is: versionLike.test(tag) ? 'unread' : 'other' };
  };
}

function readBehind(
  tag: string,
  pattern: RegExp,
): { readonly prefix: string; readonly text: VersionText } | undefined {
  const prefix = pattern.exec(tag)?.[0];
  const text = prefix === undefined ? undefined : readVersionText(tag.slice(prefix.length));
  return prefix === undefined || text === undefined ? undefined : { prefix, text };
}

function readForeign(tag: string): TagReading | undefined {
  for (const { index } of tag.matchAll(/(?<![\d.])\d/g)) {
    const owner = foreignPrefix.exec(tag.slice(0, index))?.groups?.['owner'];
    if (owner === undefined) continue;
    // A count or a date behind a word is no version of a package.
    const found = readVersionText(tag.slice(index));
    if (found !== undefined && found.parts.length > 1)
      return { is: 'foreign', prefix: tag.slice(0, index), owner };
  }
  return undefined;
}
