import { boldLevel, type HeadingLine, plainLevel } from '../headings/heading-line.ts';
import { isVagueLabel, normalizeLabel, type SectionHeading } from '../headings/read-heading.ts';
import { isCategory } from './categories.ts';

export interface ReadHeadingLine {
  readonly source: HeadingLine;
  readonly heading: SectionHeading;
}

export interface ChosenHeading extends ReadHeadingLine {
  /** False for a heading that only ends the section before it. */
  readonly isSection: boolean;
}

/**
 * The headings that open a section, and those that end one without opening another. Which level has the versions is told
 * by what its headings say: bold lines and plain lines count only in a file whose real headings name no version.
 */
export function chooseSections(headings: readonly ReadHeadingLine[]): ChosenHeading[] {
  const level = findVersionLevel(headings);
  if (level === undefined) return [];
  const isReal = level < boldLevel;
  const early = isReal ? findEarlyLines(headings, level) : new Set();
  const titles = new Map<string, number>();
  for (const { heading } of headings)
    if (heading.kind === 'other') titles.set(heading.label, (titles.get(heading.label) ?? 0) + 1);
  const chosen: ChosenHeading[] = [];
  let versionSeen = false;
  for (const read of headings) {
    const { source, heading } = read;
    if (early.has(read)) {
      chosen.push({ ...read, isSection: true });
      versionSeen = true;
      continue;
    }
    if (isReal !== source.level < boldLevel || (!isReal && source.level !== level)) {
      if (!isReal && source.level < level && chosen.length > 0) chosen.push({ ...read, isSection: false });
      continue;
    }
    if (opensSection(read, level, versionSeen)) {
      chosen.push({ ...read, isSection: true });
      versionSeen ||= heading.kind === 'version';
      continue;
    }
    const current = chosen.findLast(({ isSection }) => isSection)?.source.level;
    const isPart =
      isCategory(heading.label) || (titles.get(heading.label) ?? 0) > 1 || heading.kind !== 'other';
    if (current !== undefined && source.level <= Math.min(current, level) && !isPart)
      chosen.push({ ...read, isSection: false });
  }
  return chosen;
}

function opensSection({ source, heading }: ReadHeadingLine, level: number, versionSeen: boolean): boolean {
  if (heading.kind === 'other') return false;
  if (heading.kind === 'unreleased')
    return isVagueLabel(heading.label) ? source.level === level && !versionSeen : true;
  return heading.strict || source.level === level;
}

/** Newer sections may be headed by plain lines where older ones have real headings. */
function findEarlyLines(headings: readonly ReadHeadingLine[], level: number): Set<ReadHeadingLine> {
  const first = headings.findIndex(
    ({ source, heading }) => source.level === level && heading.kind !== 'other',
  );
  const lines = headings
    .slice(0, first)
    .filter(
      ({ source, heading }) =>
        source.level === plainLevel &&
        heading.strict &&
        (heading.date !== undefined || heading.kind === 'unreleased'),
    );
  return new Set(lines.length > 1 ? lines : []);
}

interface Score {
  readonly strict: Set<string>;
  readonly loose: Set<string>;
}

/** The level whose headings name most versions; one that says nothing else weighs three of the others. */
function findVersionLevel(headings: readonly ReadHeadingLine[]): number | undefined {
  const scores = new Map<number, Score>();
  for (const { source, heading } of headings) {
    if (heading.kind === 'other') continue;
    const score = scores.get(source.level) ?? { strict: new Set(), loose: new Set() };
    scores.set(source.level, score);
    if (heading.kind === 'unreleased' && isVagueLabel(heading.label)) continue;
    (heading.strict ? score.strict : score.loose).add(normalizeLabel(heading.label));
  }
  const weigh = (level: number): number => {
    const score = scores.get(level);
    return score === undefined ? 0 : score.strict.size * 3 + score.loose.size;
  };
  const real = [...scores.keys()].filter((level) => level < boldLevel);
  const best = real.toSorted((left, right) => weigh(right) - weigh(left) || left - right)[0];
  const bold = scores.get(boldLevel)?.strict.size ?? 0;
  const plain = scores.get(plainLevel)?.strict.size ?? 0;
  if (best !== undefined && weigh(best) >= (bold > 0 || plain > 1 ? 2 : 1)) return best;
  if (bold > 0) return boldLevel;
  if (plain > 0) return plainLevel;
  return best;
}
