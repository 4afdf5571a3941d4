import { replaceInvisible } from '@slipway/core/neutralize';
import type { FileEdit } from './release-plan.ts';

/** The lines that differ, file by file: `-` and `+` before what goes and comes, with one line of context. */
export async function renderDiff(edits: readonly FileEdit[]): Promise<string[]> {
  if (edits.length === 0) return [];
  // Loaded when there is something to show.
  const { structuredPatch } = await import('diff');
  const decode = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
  return edits.flatMap(({ path, before, after }) => {
    const { hunks } = structuredPatch(path, path, decode(before), decode(after), '', '', { context: 1 });
    return hunks.flatMap(({ oldStart, lines }) => [
      `${replaceInvisible(path)}, line ${oldStart}:`,
      ...lines.map((line) => `  ${line.charAt(0)} ${replaceInvisible(line.slice(1))}`),
    ]);
  });
}
