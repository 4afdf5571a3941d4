import { describe, expect, it } from 'vitest';
import { type Cell, listCells, nameCell } from '../../src/expectations/cell.ts';
import { expectRelease } from '../../src/expectations/expect-release.ts';
import { judgeOutcome } from '../../src/expectations/judge-outcome.ts';
import type { Outcome } from '../../src/expectations/judgement.ts';
import { outcomeFaults } from './outcome-faults.ts';
import { passportFaults } from './passport-faults.ts';
import { createOutcome, createSubject, readChannels, referenceText } from './world.ts';

const channels = await readChannels(referenceText);
const cells = listCells();

const redOf = (outcome: Outcome): string[] =>
  judgeOutcome(outcome)
    .filter(({ ok }) => !ok)
    .map(({ name }) => name);

const outcomeOf = (cell: Cell): Outcome => createOutcome(createSubject(cell, channels));
/** The image of the release with further tags. */
function withImageTags(outcome: Outcome, tags: Readonly<Record<string, string>>): Outcome {
  const packages = outcome.after.packages.map((found) =>
    found.name === 'octo-org/demo' ? { ...found, tags: { ...tags, ...found.tags } } : found,
  );
  return { ...outcome, after: { ...outcome.after, packages } };
}

describe('judgeOutcome', () => {
  it.each(cells.map((cell) => [nameCell(cell), cell] as const))(
    'a correct release passes: %s',
    (_name, cell) => {
      expect(redOf(outcomeOf(cell))).toEqual([]);
    },
  );

  it.each([...outcomeFaults, ...passportFaults])(
    'every affected cell fails if $title',
    ({ when = () => true, change, red }) => {
      const affected = cells.filter(when);
      expect(affected.length).toBeGreaterThan(0);
      for (const cell of affected)
        expect(
          redOf(change(outcomeOf(cell))).some((name) => red.test(name)),
          nameCell(cell),
        ).toBe(true);
    },
  );

  it('a private repository that is sent to the public Sigstore instance fails, except for PyPI', () => {
    for (const cell of cells.filter((each) => each.private)) {
      const asked = { ...outcomeOf(cell), hosts: ['api.github.com', 'rekor.sigstore.dev'] };
      const isAttested = asked.expected.pypi.state === 'present';
      expect(redOf(asked).length, nameCell(cell)).toBe(isAttested ? 0 : 1);
    }
  });

  it('an earlier image that loses a tag, or one of whose other tags moves, fails', () => {
    for (const cell of cells.filter(({ image, first }) => image && !first)) {
      const { before } = createSubject(cell, channels);
      const old = {
        name: 'octo-org/demo',
        tags: { '1.1.0': 'sha256:o', edge: 'sha256:o' },
        manifests: ['sha256:o'],
        files: {},
      };
      const subject = { ...createSubject(cell, channels), before: { ...before, packages: [old] } };
      const outcome = createOutcome(subject);
      const moved = withImageTags(outcome, { '1.1.0': 'sha256:o', edge: outcome.imageDigest });
      expect(redOf(withImageTags(outcome, old.tags)), nameCell(cell)).toEqual([]);
      expect(redOf(moved).length, nameCell(cell)).toBeGreaterThan(0);
      expect(redOf(withImageTags(outcome, { '1.1.0': 'sha256:o' })), nameCell(cell)).toEqual([
        'no other tag of ghcr.io/octo-org/demo was created, moved or deleted',
      ]);
    }
  });

  it('a channel that the workflow does not have is not required', async () => {
    const [{ channels: bare }] = [
      {
        channels: {
          ...{ ...channels, pypi: undefined, packages: undefined, image: undefined },
          indexIsAsked: false,
        },
      },
    ];
    for (const cell of cells) {
      const checks = judgeOutcome(createOutcome(createSubject(cell, bare)));
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(checks.map(({ name }) => name).join()).not.toMatch(/[^t]PyPI has|GitHub Packages|ghcr\.io/);
    }
  });

  it('a version that is lower than one of its series and a tag in a different style are found', () => {
    const cell: Cell = {
      ...{ kind: 'stable', draft: false, prerelease: false, private: false, image: false, first: false },
    };
    const subject = { ...createSubject(cell, channels), lineTags: ['24.1.0', '24.0.0'] };
    expect(redOf(createOutcome(subject))).toEqual([
      '1.2.0 is higher than every released version of its series',
      'tag v1.2.0 has the style of the earlier tags',
    ]);
  });

  it('the highest release of the project is the latest, regardless of other packages in the repository', () => {
    const cell: Cell = {
      ...{ kind: 'stable', draft: false, prerelease: false, private: false, image: false, first: false },
    };
    const subject = createSubject(cell, channels);
    const latestBeside = (...names: string[]) => {
      const tag = Object.values(subject.before.tags)[0];
      const tags = Object.fromEntries(names.map((name) => [name, tag as never]));
      const expected = expectRelease({ ...subject, before: { ...subject.before, tags } });
      return expected.release.state === 'present' && expected.release.latest;
    };
    expect(latestBeside('v1.1.0', 'other-v9.0.0', '2024-11-01')).toBe(true);
    expect(latestBeside('v2.0.0')).toBe(false);
    expect(latestBeside('2.0.0')).toBe(false);
    expect(latestBeside('v2.0.0rc1', 'v1.1.0')).toBe(true);
  });

  it('a tag that is not a release requires nothing', () => {
    const cell: Cell = {
      ...{ kind: 'stable', draft: false, prerelease: false, private: false, image: true, first: false },
    };
    const because = 'v1 is not the tag of a release';
    const expected = expectRelease({ ...createSubject(cell, channels), strayTag: because });
    const { pypi, packages, image, release } = expected;
    for (const each of [pypi, packages, image, release]) expect(each).toEqual({ state: 'absent', because });
  });
});
