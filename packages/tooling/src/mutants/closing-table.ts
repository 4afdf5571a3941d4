import { neutralizeLine } from '@slipway/core/neutralize';
import type { Equivalent } from './equivalents.ts';
import type { MutantResult } from './try-mutant.ts';

const statuses = ['red', 'equivalent', 'not shown', 'green'] as const;

/** Results that keep the run from passing, in words. */
export function listComplaints(
  results: readonly MutantResult[],
  equivalents: readonly Equivalent[],
  isWhole: boolean,
): string[] {
  const known = new Map(equivalents.map((entry) => [entry.id, entry]));
  const seen = new Set(results.map(({ mutant }) => mutant.id));
  return [
    ...results
      .filter(({ status }) => status === 'green')
      .map(({ mutant }) => `${mutant.id} is green in every cell: ${mutant.description}.`),
    ...results
      .filter(({ status, mutant }) => status === 'red' && known.has(mutant.id))
      .map(
        ({ mutant, cell, first }) => `${mutant.id} is listed as equivalent, and red in ${cell}: ${first}.`,
      ),
    ...(isWhole
      ? equivalents
          .filter(({ id }) => !seen.has(id))
          .map(({ id }) => `${id} is listed as equivalent, and there is no such mutant.`)
      : []),
  ];
}

/** Every mutant with what showed it, then the counts by kind. */
export function renderClosingTable(results: readonly MutantResult[]): string {
  const width = Math.max(0, ...results.map(({ mutant }) => mutant.id.length));
  const rows = results.map(
    ({ mutant, status, cell, first }) =>
      `${status.padEnd(10)} ${(cell ?? '').padEnd(12)} ${mutant.id.padEnd(Math.min(width, 90))}  ${neutralizeLine(first, 110)}`,
  );
  const kinds = [...new Set(results.map(({ mutant }) => mutant.kind))].sort();
  const count = (kind: string | undefined, status: string): number =>
    results.filter(
      (result) => (kind === undefined || result.mutant.kind === kind) && result.status === status,
    ).length;
  const row = (name: string, kind: string | undefined): string =>
    [name.padEnd(12), ...statuses.map((status) => String(count(kind, status)).padStart(10))].join(' ');
  return [
    ...rows,
    '',
    ['kind'.padEnd(12), ...statuses.map((status) => status.padStart(10))].join(' '),
    ...kinds.map((kind) => row(kind, kind)),
    row('all', undefined),
  ].join('\n');
}
