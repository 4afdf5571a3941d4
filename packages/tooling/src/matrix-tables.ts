import type { RehearsalReport } from '@slipway/cli/report/report';

/** What is kept of the rehearsal of one cell. */
export interface KnownCell {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly expectations: RehearsalReport['expectations'];
  readonly checks: RehearsalReport['checks'];
  readonly problems: readonly string[];
}

const isNotShown = ({ expectations }: KnownCell): boolean =>
  expectations.some(({ state }) => state === 'not shown');

/** How a cell ended: an image that was not built has not been seen to be right. */
const verdictOf = (cell: KnownCell): 'held' | 'RED' | 'not shown' =>
  !cell.ok ? 'RED' : isNotShown(cell) ? 'not shown' : 'held';

/** One cell with what every channel had to hold, and the checks that failed. */
export function renderCell(cell: KnownCell): string {
  const held = cell.checks.filter(({ ok }) => ok).length;
  const head = `\n${verdictOf(cell)}: ${cell.name} (${cell.seconds.toFixed(0)} s, ${held} of ${cell.checks.length} checks held)`;
  const rows = cell.expectations.map(
    ({ channel, state, expected }) => `  ${channel.padEnd(16)} ${state.padEnd(9)} ${expected}`,
  );
  const red = cell.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `  FAILED ${name}: ${detail}`);
  return [head, ...rows, ...red, ...cell.problems.map((problem) => `  ${problem}`), ''].join('\n');
}

/** `100 held, 2 red, 10 not shown`. */
export function countCells(cells: readonly KnownCell[]): string {
  const count = (verdict: string): number => cells.filter((cell) => verdictOf(cell) === verdict).length;
  return `${count('held')} held, ${count('RED')} red, ${count('not shown')} not shown`;
}

/** The closing table: one line a cell. */
export function renderTable(cells: readonly KnownCell[]): string {
  const width = Math.max(0, ...cells.map(({ name }) => name.length));
  const lines = cells.map(
    (cell) =>
      `${verdictOf(cell).padEnd(9)}  ${cell.name.padEnd(width)}  ${String(cell.checks.length).padStart(3)} checks  ${cell.seconds.toFixed(0).padStart(4)} s`,
  );
  return `\n${lines.join('\n')}\n\n${cells.length} cells: ${countCells(cells)}\n`;
}
