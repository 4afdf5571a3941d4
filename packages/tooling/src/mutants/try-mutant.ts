import { type CellName, rehearsalCells } from './cells.ts';
import type { Mutant } from './generate.ts';
import { needsBuilder, planCells, touchesImage } from './plan-cells.ts';
import type { RehearsalVerdict } from './rehearse-mutant.ts';
import type { WorkflowView } from './workflow-view.ts';

/** What became of one mutant. */
export interface MutantResult {
  readonly mutant: Mutant;
  readonly status: 'red' | 'green' | 'equivalent' | 'not shown';
  /** The cell that decided: the first that is red, else the last that was tried. */
  readonly cell: CellName | undefined;
  /** The first red check, the reason of an equivalent, or what the machine lacks. */
  readonly first: string;
  readonly detail: string;
  /** How many rehearsals it took. */
  readonly rehearsals: number;
}

export interface TrialOptions {
  readonly view: WorkflowView;
  /** Why a mutant is held to be equivalent; undefined for all others. */
  readonly equivalence: string | undefined;
  readonly imageMissing: string | undefined;
  /** This cell instead of those that the plan says. */
  readonly only: CellName | undefined;
  readonly rehearse: (mutant: Mutant, cell: CellName) => Promise<RehearsalVerdict>;
}

/**
 * Rehearses a mutant cell by cell until one is red. One that is held to be equivalent is tried in the cells that its change
 * speaks of, and must be red in none.
 */
export async function tryMutant(mutant: Mutant, options: TrialOptions): Promise<MutantResult> {
  const { view, equivalence, imageMissing, only } = options;
  const { likely, rest } = planCells(view, mutant);
  const planned = equivalence === undefined ? [...likely, ...rest] : likely;
  const wanted = only === undefined ? planned : [only];
  const possible = wanted.filter((name) => imageMissing === undefined || !needsBuilder(name));
  let rehearsals = 0;
  for (const cell of possible) {
    const { outcome, first, detail } = await options.rehearse(mutant, cell);
    rehearsals += 1;
    if (outcome === 'not possible')
      throw new Error(`${mutant.id} in ${rehearsalCells[cell].name}: ${detail}`);
    if (outcome === 'red') return { mutant, status: 'red', cell, first, detail, rehearsals };
  }
  const last = { mutant, cell: possible.at(-1), rehearsals, detail: '' };
  if (equivalence !== undefined) return { ...last, status: 'equivalent', first: equivalence };
  if (imageMissing !== undefined && touchesImage(view, mutant))
    return { ...last, status: 'not shown', first: imageMissing };
  return { ...last, status: 'green', first: '' };
}
