import { describe, expect, it } from 'vitest';
import { countCells, type KnownCell, renderCell, renderTable } from '../src/matrix-tables.ts';

const held: KnownCell = {
  ...{ name: 'stable', ok: true, seconds: 9.4, problems: [] },
  expectations: [{ channel: 'PyPI', state: 'present', expected: 'the files of demo 1.2.0' }],
  checks: [{ name: 'PyPI has the files', ok: true, detail: '2 files' }],
};
const red: KnownCell = {
  ...{ ...held, name: 'dev', ok: false, problems: ['E_REHEARSE_CHECK_FAILED: PyPI has a file'] },
  checks: [{ name: 'PyPI has no file', ok: false, detail: 'demo.whl' }],
};
const notShown: KnownCell = {
  ...{ ...held, name: 'stable, image' },
  expectations: [{ channel: 'Container image', state: 'not shown', expected: 'this machine lacks buildx' }],
};

describe('matrix tables', () => {
  it('a cell whose image was not built is counted separately', () => {
    expect(countCells([held, red, notShown, held])).toBe('2 held, 1 red, 1 not shown');
    expect(renderTable([held, red, notShown])).toMatch(
      /held {7}stable.*\nRED {8}dev.*\nnot shown {2}stable, image/,
    );
  });

  it('a cell shows its expectations and every failed check', () => {
    expect(renderCell(red).split('\n')).toEqual([
      '',
      'RED: dev (9 s, 0 of 1 checks held)',
      '  PyPI             present   the files of demo 1.2.0',
      '  FAILED PyPI has no file: demo.whl',
      '  E_REHEARSE_CHECK_FAILED: PyPI has a file',
      '',
    ]);
  });
});
