import { type CellRehearsal, rehearseCell } from '../../src/commands/rehearse-cell.ts';
import type { Cell } from '../../src/expectations/cell.ts';
import type { RehearsalReport } from '../../src/report/report.ts';
import { withImageBuilder, withoutImageBuilder } from './image-programs.ts';

/** A final release of the sample without an image. */
export const plain: Cell = {
  ...{ kind: 'stable', draft: false, prerelease: false, private: false, image: false, first: false },
};

/** Rehearses a cell in this process; images are built by the double of buildx. */
export function rehearse(
  cell: Cell,
  workflowText?: string,
  more: Pick<CellRehearsal, 'gate' | 'onGate' | 'onReleased'> = {},
): Promise<RehearsalReport> {
  const programs = cell.image ? withImageBuilder() : withoutImageBuilder();
  const screen = { isTerminal: false, write: () => undefined };
  const signal = new AbortController().signal;
  const host = { variables: { ...process.env, ...programs }, screen, signal };
  return rehearseCell({ cell, workflowText, host, ...more });
}

/** Names of the checks that failed. */
export const redOf = (report: RehearsalReport): string[] =>
  report.checks.filter(({ ok }) => !ok).map(({ name }) => name);

const cellOf = (kind: Cell['kind'], flags: string): Cell => {
  const [draft = false, prerelease = false, isPrivate = false, image = false, first = false] = Array.from(
    flags,
    (letter) => letter !== '-',
  );
  return { kind, draft, prerelease, private: isPrivate, image, first };
};

/**
 * Together with a final release with an image and a candidate, which the tests of the command rehearse, they show every two
 * values of a cell side by side, as far as there is such a cell.
 */
export const selectedCells: readonly Cell[] = [
  cellOf('stable', 'dmp-f'),
  cellOf('post', 'd-pi-'),
  cellOf('dev', '--p-f'),
  cellOf('dev', 'dm-if'),
  cellOf('post', '-m---'),
  cellOf('pre-release', 'dmp-f'),
];
