import { createHash } from 'node:crypto';
import type { MutationSite, Operator } from './find-sites.ts';

/** A change that is tried, under a name that lasts as long as the file and the change do. */
export interface SourceMutant extends MutationSite {
  readonly id: string;
}

/** Parts of the sample, in percent; conditions are the most frequent and the most telling. */
const shares: Readonly<Record<Operator, number>> = { condition: 40, guard: 25, await: 15, constant: 20 };

const hash = (...words: readonly (string | number)[]): string =>
  createHash('sha256').update(words.join('\0')).digest('hex');

/**
 * Chooses `count` changes, each file and place as likely as any other within its operator. The same sites and seed give the
 * same choice, and a file that changes moves no choice in the others.
 * @param refused ids that are passed over
 */
export function chooseMutants(
  sites: readonly MutationSite[],
  seed: number,
  count: number,
  refused: ReadonlySet<string> = new Set(),
): SourceMutant[] {
  const ranked = sites
    .map((site) => ({ ...site, rank: hash(seed, site.path, site.operator, site.start, site.replacement) }))
    .map((site) => ({ ...site, id: site.rank.slice(0, 10) }))
    .filter(({ id }) => !refused.has(id))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const chosen: SourceMutant[] = [];
  for (const [operator, share] of Object.entries(shares)) {
    const wanted = Math.round((count * share) / 100);
    for (const { rank: _rank, ...site } of ranked
      .filter((each) => each.operator === operator)
      .slice(0, wanted))
      chosen.push(site);
  }
  return chosen.sort((a, b) => (a.id < b.id ? -1 : 1));
}
