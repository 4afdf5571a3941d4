/** One measured thing beside what it is compared with. */
export interface BenchRow {
  readonly what: string;
  /** With its unit, for reading. */
  readonly measured: string;
  /** What it is compared with, with its unit, measured in the same run. */
  readonly reference: string;
  /** Empty when the target is an absolute one. */
  readonly ratio: string;
  /** The target in words. */
  readonly target: string;
  readonly held: boolean;
}

/** The rows as a Markdown table. */
export function renderTable(rows: readonly BenchRow[]): string {
  const cells = [
    ['What', 'Measured', 'Reference', 'Ratio', 'Target', 'Met'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows.map((row) => [
      row.what,
      row.measured,
      row.reference,
      row.ratio,
      row.target,
      row.held ? 'yes' : 'no',
    ]),
  ];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The middle value; the mean of the two middle ones when there is an even number. */
export function takeMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/** How many times as long another program takes, and how many times it has to at least. */
export function compareTimes(
  what: string,
  [own, other]: readonly [own: readonly number[], other: readonly number[]],
  named: string,
  target: number,
): BenchRow {
  const [measured, compared] = [takeMedian(own), takeMedian(other)];
  return {
    what,
    measured: `${measured.toFixed(2)} s`,
    reference: `${compared.toFixed(2)} s, ${named}`,
    ratio: (compared / measured).toFixed(2),
    target: `at least ${target}`,
    held: compared / measured >= target,
  };
}
