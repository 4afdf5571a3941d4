import { describe, expect, it } from 'vitest';
import { createCheckList, findPythonMismatch, judgePipFailure } from '../../src/checks/check-list.ts';

describe('a list of checks', () => {
  it('a check that throws has failed, and one that cannot be shown is a note instead', async () => {
    const notes: string[] = [];
    const list = createCheckList(
      new AbortController().signal,
      () => undefined,
      (note) => notes.push(note),
    ).under('PyPI');
    await list.add('a', () => Promise.reject(new Error('broken')));
    await list.add('b', async () => ({ ok: false, detail: '', notShown: 'This machine is old.' }));
    await list.add('c', async () => ({ ok: true, detail: 'd' }), 'bytes');
    expect(list.checks).toEqual([
      { name: 'a', ok: false, detail: 'broken', group: 'PyPI' },
      { name: 'c', ok: true, detail: 'd', group: 'PyPI', proof: 'bytes' },
    ]);
    expect(notes).toEqual(['Not shown: b. This machine is old.']);
  });

  it('a project for another Python is told from one that is broken by the words of pip', () => {
    const wheel = "ERROR: Package 'demo' requires a different Python: 3.11.7 not in '>=3.12'\n";
    const index = `ERROR: Ignored the following versions that require a different python version: 1.2.0 Requires-Python >=3.12
ERROR: Could not find a version that satisfies the requirement demo==1.2.0
`;
    expect(findPythonMismatch(wheel)).toBe(
      'The project requires Python >=3.12, and this machine has 3.11.7.',
    );
    expect(judgePipFailure(index).notShown).toContain('requires Python >=3.12,');
    expect(judgePipFailure('x\nERROR: No matching distribution found for demo==1.2.0\n')).toEqual({
      ...{ ok: false, detail: 'ERROR: No matching distribution found for demo==1.2.0' },
    });
  });
});
