import { expect, it } from 'vitest';
import { mergePermissions } from '../../src/report/merge-permissions.ts';
import { renderHtml } from '../../src/report/page/page.ts';
import { makeJob, readyReport } from '../support/reports.ts';

it('a scope has the higher of its two levels, whichever came first', () => {
  expect(mergePermissions({ contents: 'write' }, { contents: 'read', packages: 'read' })).toEqual({
    ...{ contents: 'write', packages: 'read' },
  });
  expect(mergePermissions({ contents: 'read' }, { contents: 'write' })).toEqual({ contents: 'write' });
});

it('the permissions of a job that ran twice are those of both attempts', () => {
  const asked = { permissionsAsked: { contents: 'write' } as const };
  const jobs = [
    makeJob('draft', { ...asked, permissionsUsed: { contents: 'write' } }),
    makeJob('draft', { ...asked, attempt: 2, permissionsUsed: { contents: 'read' } }),
  ];
  expect(renderHtml({ ...readyReport(), jobs })).not.toContain('read used');
});
