import { describe, expect, it } from 'vitest';
import type { Cell } from '../src/expectations/cell.ts';
import { readCaller } from './support/caller.ts';
import { plain, redOf, rehearse } from './support/cells.ts';
import { gatherEvidence, type ReleaseEvidence } from './support/release-evidence.ts';

async function release(cell: Cell, workflowText?: string): Promise<ReleaseEvidence> {
  let evidence: ReleaseEvidence | undefined;
  const report = await rehearse(cell, workflowText, {
    onReleased: (hosted, finished) => {
      evidence = gatherEvidence(hosted, finished);
    },
  });
  expect(redOf(report)).toEqual([]);
  expect(report.problems).toEqual([]);
  expect(report.ok).toBe(true);
  if (evidence === undefined) throw new Error('The release did not end.');
  return evidence;
}

// Whole releases: on a machine that does other things besides, some take minutes.
describe('a release in parts', { timeout: 900_000 }, () => {
  it('the calling file of the documentation releases a package', async () => {
    const { state } = await release(plain, readCaller('core'));
    expect(state['index']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^demo-1\.2\.0\.tar\.gz, 2/)]),
    );
  });

  it.each([
    [
      'core',
      'contents: write, actions: write',
      'contents: write',
      /'version-bump' is requesting 'actions: write'/,
    ],
    ['full', ', packages: write }', ' }', /'build-platform-images' is requesting 'packages: write'/],
  ])(
    'a calling file that grants one permission less does not start, and the job and the permission are named: %s',
    async (edition, granted, less, words) => {
      const text = readCaller(edition).replace(granted, less);
      const report = await rehearse({ ...plain, image: edition === 'full' }, text);
      expect(report.problems.map(({ message }) => message).join(' ')).toMatch(words);
      expect(report.jobs).toEqual([]);
    },
  );

  it('the called workflows and the copied file send the same requests and leave the same state', async () => {
    const cell = { ...plain, image: true };
    const copied = await release(cell);
    const called = await release(cell, readCaller('full'));
    expect(called.writes).toEqual(copied.writes);
    expect(called.state).toEqual(copied.state);
  });
});
