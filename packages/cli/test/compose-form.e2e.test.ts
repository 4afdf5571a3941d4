import { expect, it } from 'vitest';
import { readCaller } from './support/caller.ts';
import { plain, redOf, rehearse } from './support/cells.ts';

it('the composite action of the documentation does everything after the build', {
  timeout: 900_000,
}, async () => {
  const report = await rehearse(plain, readCaller('compose', 'docs/compose-steps.md'));
  expect(redOf(report)).toEqual([]);
  expect(report.problems).toEqual([]);
  expect(report.ok).toBe(true);
});
