import { expect, it } from 'vitest';
import { compareReaders } from './tar-differential/compare-readers.ts';
import { mutations } from './tar-differential/mutations.ts';

it('an sdist is read like Python and GNU tar read it, or it is rejected', { timeout: 120_000 }, async () => {
  const found = await compareReaders(7, 0, 300);
  expect(found.differences).toEqual([]);
  expect(found.wronglyRefused).toEqual([]);
  // Nothing is shown by archives that are all refused, or all harmless.
  expect(found.accepted).toBeGreaterThan(90);
  expect(found.refused).toBeGreaterThan(90);
  expect(Object.keys(found.refusedChanges).length).toBeGreaterThan(mutations.length / 2);
});
