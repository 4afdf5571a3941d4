import type { SourceMutant } from './choose-mutants.ts';
import { equivalents } from './equivalents.ts';
import type { LedgerEntry } from './ledger.ts';

export interface JudgedMutant {
  readonly mutant: SourceMutant;
  readonly entry: LedgerEntry;
}

const maxShownLength = 60;
const cut = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, maxShownLength);

/** One mutant on one line. */
export const nameMutant = ({ id, path, line, operator, original, replacement }: SourceMutant): string =>
  `${id} ${path}:${line} ${operator}: ${cut(original)} -> ${cut(replacement)}`;

/** The reason for which a mutant changes nothing that anyone could see; undefined for every other. */
function findEquivalence({ path, original, replacement }: SourceMutant): string | undefined {
  return equivalents.find(
    (each) => each.path === path && each.original === original && each.replacement === replacement,
  )?.reason;
}

/** The closing table; the score counts every mutant that is not listed as equivalent. */
export function renderScore(judged: readonly JudgedMutant[]): { lines: string[]; percent: number } {
  const killed = judged.filter(({ entry }) => entry.state === 'killed').length;
  const alive = judged.filter(({ entry }) => entry.state !== 'killed');
  const equal = alive.filter(({ mutant }) => findEquivalence(mutant) !== undefined).length;
  const share = (of: number): number => (100 * killed) / Math.max(1, of);
  const percent = share(judged.length - equal);
  const lines = [
    `${killed} of ${judged.length} killed (${share(judged.length).toFixed(1)} %)`,
    `${killed} of ${judged.length - equal} that are not equivalent (${percent.toFixed(1)} %)`,
    ...alive.map(
      ({ mutant, entry }) =>
        `${entry.state} ${nameMutant(mutant)}; ${findEquivalence(mutant) ?? entry.detail}`,
    ),
  ];
  return { lines, percent };
}
