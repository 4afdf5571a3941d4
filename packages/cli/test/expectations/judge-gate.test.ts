import { describe, expect, it } from 'vitest';
import { judgeGate } from '../../src/expectations/gate/judge-gate.ts';
import type { Gate, Outcome } from '../../src/expectations/judgement.ts';
import { createOutcome, createSubject, readChannels, referenceText } from './world.ts';

const channels = await readChannels(referenceText);
const cell = {
  kind: 'stable',
  draft: false,
  prerelease: false,
  private: false,
  image: true,
  first: false,
} as const;
const released = createOutcome(createSubject(cell, channels));
const drafted = createOutcome(createSubject({ ...cell, draft: true }, channels));

/** What is red about a release that waited for a person. */
function redOf(change: Partial<Gate>): string {
  const gate = { expected: drafted.expected, after: drafted.after, isHeard: true, ...change };
  return judgeGate({ ...released, gate })
    .flatMap(({ ok, name, detail }) => (ok ? [] : [`${name}: ${detail}`]))
    .join('\n');
}

describe('a release that waits for a person', () => {
  it('a complete draft and nothing else is what a person has to see', () => {
    expect(redOf({})).toBe('');
    expect(judgeGate(released)).toEqual([]);
  });

  it.each<[string, Partial<Outcome['after']>, RegExp]>([
    [
      'files that are on PyPI before',
      { pypi: released.after.pypi },
      /PyPI has no file of demo 1\.2\.0: demo-1\.2\.0/,
    ],
    [
      'files that are in GitHub Packages before',
      { packages: released.after.packages },
      /nothing but the draft was there: .*ghcr\.io/,
    ],
    [
      'a release that is public before',
      { releases: released.after.releases },
      /GitHub release v1\.2\.0 is a draft: it is published/,
    ],
    [
      'a draft without its files',
      {
        releases: drafted.after.releases.map((release) =>
          release.draft ? { ...release, assets: [] } : release,
        ),
      },
      /has every built file with the same sha256: missing/,
    ],
  ])('%s are found', (_what, after, words) => {
    expect(redOf({ after: { ...drafted.after, ...after } })).toMatch(words);
  });

  it('a workflow that leaves no draft, or does not hear of its publication, is found', () => {
    expect(redOf({ after: undefined })).toContain('no run left a draft');
    expect(redOf({ isHeard: false })).toContain('does not list "release"');
  });
});
