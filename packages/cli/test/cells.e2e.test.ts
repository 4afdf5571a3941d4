import { describe, expect, it } from 'vitest';
import { nameCell } from '../src/expectations/cell.ts';
import { redOf, rehearse, selectedCells } from './support/cells.ts';

// A whole release each: on a machine that does other things besides, some take minutes.
describe('the reference workflow', { timeout: 600_000 }, () => {
  it.each(selectedCells.map((cell) => [nameCell(cell), cell] as const))(
    'the release ends in the expected state: %s',
    async (_name, cell) => {
      const report = await rehearse(cell);
      expect(redOf(report)).toEqual([]);
      expect(report.problems).toEqual([]);
      expect(report.ok).toBe(true);
    },
  );
});
