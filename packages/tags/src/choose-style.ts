import { compareVersions } from '@slipway/python/version/compare-versions';
import type { Version } from '@slipway/python/version/parse-version';
import type { OwnTag } from './classify-tag.ts';
import { canonicalSpelling, findSpelling, type Spelling } from './spelling.ts';
import { fillFormat, matchFormat, type TagFormat } from './tag-format.ts';
import { defaultStyle, type TagStyle } from './tag-style.ts';

/** What a style is chosen from. */
export interface StyleFacts {
  /** Highest version first. */
  readonly releases: readonly OwnTag[];
  readonly format: TagFormat | undefined;
  readonly name: string | undefined;
  readonly names: readonly string[];
  readonly isMember: boolean;
  /** The tags of other packages. */
  readonly siblings: readonly { readonly prefix: string; readonly owner: string }[];
}

/** The style of the next tag, and that of the newest releases when somebody asked for another one. */
export function chooseStyle(facts: StyleFacts): {
  readonly style: TagStyle;
  readonly contradicted: TagStyle | undefined;
} {
  const { releases, format, names, name = '' } = facts;
  const habit = findHabit(releases);
  if (format === undefined) return { style: habit ?? findDefault(facts), contradicted: undefined };
  const asked = matchFormat(format, names);
  const matching = releases.filter(({ reading }) => asked.test(`${reading.prefix}0`));
  const prefix = matching[0]?.reading.prefix ?? fillFormat(format, name);
  const style: TagStyle = {
    prefix,
    spelling: findFormatSpelling(prefix, matching, releases),
    source: 'format',
  };
  const isContradicted = habit !== undefined && !asked.test(`${habit.prefix}0`);
  return { style, contradicted: isContradicted ? habit : undefined };
}

function findFormatSpelling(
  prefix: string,
  matching: readonly OwnTag[],
  releases: readonly OwnTag[],
): Spelling {
  const texts = (matching.length > 0 ? matching : releases).map(({ reading }) => reading.text);
  const spelling = findSpelling(texts);
  if (matching.length > 0) return spelling;
  // A tag such as `rel_1_2` has one separator throughout.
  const separator = /(?:^|\W)rel(?:ease)?_$/i.test(prefix) ? '_' : '.';
  return { ...spelling, separator };
}

/**
 * The style of two of the three newest finals: a stray tag changes nothing, and a switch is followed from its second release on.
 */
function findHabit(releases: readonly OwnTag[]): TagStyle | undefined {
  const finals = releases.filter(({ reading }) => isFinal(reading.text.version));
  const candidates = finals.length > 0 ? finals : releases;
  const prefix = choosePrefix(candidates);
  if (prefix === undefined) return undefined;
  const family = releases.filter(({ reading }) => reading.prefix === prefix);
  return { prefix, spelling: findSpelling(family.map(({ reading }) => reading.text)), source: 'tags' };
}

const isFinal = ({ pre }: Version): boolean => pre === undefined;

/**
 * The prefix that is the first to have two releases, counted from the newest version on; of two that are used for the same
 * versions, the more frequent one. With two releases of two prefixes, the older one.
 */
function choosePrefix(releases: readonly OwnTag[]): string | undefined {
  const totals = new Map<string, number>();
  for (const { reading } of releases) totals.set(reading.prefix, (totals.get(reading.prefix) ?? 0) + 1);
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const [index, { reading }] of releases.entries()) {
    if (seen.has(reading.prefix)) repeated.push(reading.prefix);
    seen.add(reading.prefix);
    const next = releases[index + 1]?.reading.text.version;
    const isLastOfVersion = next === undefined || compareVersions(next, reading.text.version) !== 0;
    if (!isLastOfVersion || repeated.length === 0) continue;
    return repeated.toSorted((left, right) => (totals.get(right) ?? 0) - (totals.get(left) ?? 0))[0];
  }
  return (releases[1] ?? releases[0])?.reading.prefix;
}

/** A package without tags gets them as its siblings have them; a project without any, the usual ones. */
function findDefault({ isMember, siblings, name }: StyleFacts): TagStyle {
  if (!isMember || name === undefined) return defaultStyle;
  const counts = new Map<string, number>();
  for (const { prefix, owner } of siblings) {
    const joint = prefix.slice(owner.length);
    counts.set(joint, (counts.get(joint) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, left], [, right]) => right - left);
  if (most === undefined) return defaultStyle;
  return { prefix: `${name}${most[0]}`, spelling: canonicalSpelling, source: 'tags' };
}
