import { neutralizeLine } from '@slipway/core/neutralize';
import { joinFates, type LineFate } from '../../adopt/line-ledger.ts';
import type { PersonStep } from '../../adopt/person-steps.ts';
import type { Stop } from '../../adopt/write-kept-jobs.ts';

const maxLineLength = 300;
const clean = (text: string): string => neutralizeLine(text, maxLineLength);
const rangeOf = (first: number, last: number): string => (first === last ? `${first}` : `${first}-${last}`);

/** The fate of every line, lines in a row together, with the first of them. */
export function renderFates(text: string, fates: readonly LineFate[]): string {
  const lines = text.split('\n');
  const rows = joinFates(fates).map(({ first, last, kind, reason }) => ({
    range: rangeOf(first, last),
    ...{ kind, reason },
    sample: (lines.slice(first - 1, last).find((line) => line.trim() !== '') ?? '').trim(),
  }));
  const width = Math.max(...rows.map(({ range }) => range.length));
  const count = (kind: LineFate['kind']): number => fates.filter((fate) => fate.kind === kind).length;
  return [
    ...rows.map(({ range, kind, reason, sample }) =>
      clean(
        `${range.padStart(width)}  ${kind.padEnd(8)}  ${reason}${sample === '' ? '' : `: ${sample.slice(0, 60)}`}`,
      ),
    ),
    '',
    `${fates.length} lines: ${count('kept')} kept, ${count('replaced')} replaced, ${count('dropped')} dropped.`,
    '',
  ].join('\n');
}

/** What only a person can do, in order. */
export function renderPersonSteps(steps: readonly PersonStep[]): string {
  const lines = steps.flatMap(({ title, lines: more, provenBy }, index) => [
    `${index + 1}. ${clean(title)}${provenBy.length === 0 ? '' : ` (${provenBy.join(', ')})`}`,
    ...more.map((line) => `   ${clean(line)}`),
  ]);
  return `What only you can do, in this order:\n\n${lines.join('\n')}\n`;
}

/** What has to be changed before the workflow can be adopted. */
export const describeStops = (path: string, stops: readonly Stop[]): string =>
  stops
    .toSorted((left, right) => left.line - right.line)
    .map(({ line, reason }) => `${path}:${line}: ${clean(reason)}`)
    .join('; ');
