import { describe, expect, it } from 'vitest';
import { type ProjectRow, renderProjectTable, renderTotals } from '../../src/projects/project-table.ts';

const row = (changes: Partial<ProjectRow>): ProjectRow => ({
  ...{ project: 'demo', kind: 'minor', backend: 'hatchling.build', source: 'static: pyproject.toml' },
  ...{ tagStyle: 'v1.2.0', last: '1.2.0', next: '1.3.0', tag: 'v1.3.0', seconds: 1.25, requests: 9 },
  ...{ verdict: 'released right', detail: 'pyproject.toml' },
  ...changes,
});

const rows = [
  row({}),
  row({ kind: 'auto', verdict: 'rightly refused' }),
  row({ project: 'other', verdict: 'wrong', detail: 'a | b\n<c>' }),
  row({ project: 'late', verdict: 'failed later' }),
];

describe('the table of projects', () => {
  it('what is wrong stands first, in one cell', () => {
    const [, , first] = renderProjectTable(rows).split('\n');
    expect(first).toContain('| other | minor | wrong |');
    expect(first).toContain('a \\| b &lt;c>');
  });

  it('the closing line counts projects, releases and the share of what is right', () => {
    expect(renderTotals(rows)).toBe(
      '3 projects, 4 releases: 1 released right, 1 rightly refused, 1 failed later, 0 wrongly refused, 1 wrong (50.0 % right)',
    );
  });
});
