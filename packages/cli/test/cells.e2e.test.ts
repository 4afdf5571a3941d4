import { describe, expect, it } from 'vitest';
import { nameCell } from '../src/expectations/cell.ts';
import { redOf, rehearse, selectedCells } from './support/cells.ts';

describe('the reference workflow', () => {
  it.each(selectedCells.map((cell) => [nameCell(cell), cell] as const))(
    'ends in the state that is called for: %s',
    async (_name, cell) => {
      const report = await rehearse(cell);
      expect(redOf(report)).toEqual([]);
      expect(report.problems).toEqual([]);
      expect(report.ok).toBe(true);
    },
  );
});
