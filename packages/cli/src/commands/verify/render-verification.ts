import { neutralizeLine } from '@slipway/core/neutralize';
import type { Conclusion } from './conclude.ts';
import type { VerifiedChannel, VerifiedResult } from './verification.ts';

/** Results from the worst to the best: a name that a channel has twice shows the worse one. */
const order: readonly VerifiedResult[] = [
  'differs',
  'other signer',
  'unsigned',
  'unreachable',
  'absent',
  'same',
];

/** One row for each file, one column for each channel; what a channel does not have to have is a dash. */
export function renderTable(channels: readonly VerifiedChannel[]): string {
  const names = [...new Set(channels.flatMap(({ items }) => items.map(({ name }) => name)))];
  const rows = names.map((name) => [
    neutralizeLine(name, 100),
    ...channels.map((channel) => {
      const found = channel.items.filter((item) => item.name === name).map(({ result }) => result);
      return order.find((result) => found.includes(result)) ?? (channel.result === 'unreachable' ? '?' : '–');
    }),
  ]);
  const header = ['', ...channels.map(({ name }) => name)];
  const last = ['all', ...channels.map(({ result }) => result)];
  const table = [header, ...rows, last];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The problems, and one line that says how it ended. */
export function renderConclusion({ exitCode, problems }: Conclusion): string {
  const lines = problems.flatMap(({ code, message, hint }) => [
    `${code}: ${neutralizeLine(message, 2000)}`,
    `  ${neutralizeLine(hint, 2000)}`,
  ]);
  const verdict =
    exitCode === 1
      ? 'The release is not what was signed.'
      : exitCode === 4
        ? 'Not every channel could be seen.'
        : exitCode === 5
          ? 'Every byte is what was signed, but the release should not be used.'
          : 'Every byte is what was signed.';
  return `${[...lines, verdict].join('\n')}\n`;
}
