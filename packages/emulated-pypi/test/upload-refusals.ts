import { expect } from 'vitest';
import { openPypiWorld, type UploadCall, upload, words } from './world.ts';

/** Tries uploads in one world: each is refused with the words given, and none leaves a file. */
export async function expectRefusals(cases: readonly (readonly [UploadCall, string])[]): Promise<void> {
  const of = await openPypiWorld();
  const token = of.pypi.addToken('alice');
  for (const [options, expected] of cases) {
    const shown = words(await upload(of, token, options));
    expect(shown.includes(expected) ? expected : shown).toBe(expected);
  }
  expect(of.pypi.listFiles()).toEqual([]);
}
