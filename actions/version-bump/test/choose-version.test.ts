import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { chooseVersion } from '../src/choice/choose-version.ts';
import { explainChoice } from '../src/choice/explain-choice.ts';
import type { Choice, VersionFacts, VersionWish } from '../src/choice/version-facts.ts';

const wish: VersionWish = {
  bump: undefined,
  version: undefined,
  'pre-major': 'minor',
  'bump-types': new Map(),
};

function factsOf(
  current: string,
  last: string | undefined,
  messages: readonly string[] = [],
  more: Partial<VersionFacts> = {},
): VersionFacts {
  return {
    current: parseVersion(current),
    isFromTags: false,
    last: last === undefined ? undefined : { name: `v${last}`, version: parseVersion(last) },
    commits: messages.map((message, index) => ({ sha: String(index).padStart(40, '0'), message })),
    isReleased: () => false,
    dated: [],
    nowMs: Date.UTC(2026, 10, 30),
    ...more,
  };
}

const show = ({ version }: Choice): string | undefined =>
  version === undefined ? undefined : formatVersion(version);

const choose = (facts: VersionFacts, asked: Partial<VersionWish> = {}): string | undefined =>
  show(chooseVersion({ ...wish, ...asked }, facts));

describe('a version with a local part', () => {
  it.each([
    ['0.34.0+dev', '0.34.0', '0.35.0'],
    ['1.3.0+dev', '1.2.0', '1.3.0'],
  ])('the minor release of a project at %s (tagged %s) is %s', (current, last, expected) => {
    expect(choose(factsOf(current, last), { bump: 'minor' })).toBe(expected);
  });

  it('the version that somebody names is released', () => {
    expect(choose(factsOf('1.3.0+dev', '1.2.0'), { version: '1.3.0' })).toBe('1.3.0');
    expect(() => choose(factsOf('1.3.0+dev', '1.3.0'), { version: '1.3.0' })).toThrow('is not later than');
  });

  it('a release of the version as it is is rejected', () => {
    expect(() => choose(factsOf('1.3.0+dev', '1.2.0'), { bump: 'none' })).toThrow('has a local part');
  });
});

describe('the automatic version', () => {
  it.each([
    ['1.1.0', '1.1.0', ['fix: a', 'docs: b'], '1.1.1'],
    ['1.1.0', '1.1.0', ['fix: a', 'feat: b'], '1.2.0'],
    ['1.1.0', '1.1.0', ['feat!: a'], '2.0.0'],
    ['1.1.0', '1.1.0', ['docs: a', 'chore: b'], undefined],
    ['2.0.0rc1', '2.0.0rc1', ['feat!: a'], '2.0.0rc2'],
    ['1.3.0rc1', '1.3.0rc1', ['feat: a'], '1.3.0rc2'],
    ['1.3.0rc2', '1.3.0rc2', ['feat!: a'], '2.0.0rc1'],
    ['1.2.1b3', '1.2.1b3', ['feat: a'], '1.3.0b1'],
    ['0.34.0+dev', '0.34.0', ['fix: a'], '0.34.1'],
    ['0.34.0+dev', '0.34.0', ['docs: a'], undefined],
    ['1.3.0+dev', '1.2.0', ['fix: a'], '1.3.0'],
  ])('a project at %s (tagged %s) with %j is released as %s', (current, last, messages, expected) => {
    expect(choose(factsOf(current, last, messages))).toBe(expected);
  });

  it.each([
    ['0.3.0', 'minor', 'feat!: a', '0.4.0'],
    ['0.3.0', 'major', 'feat!: a', '1.0.0'],
    ['0.3.0', 'minor', 'feat: a', '0.4.0'],
    ['0.3.0', 'minor', 'fix: a', '0.3.1'],
    ['0.0.3', 'minor', 'feat!: a', '0.1.0'],
    ['1.3.0', 'minor', 'feat!: a', '2.0.0'],
  ] as const)(
    'a project at %s with "pre-major: %s" and %j is released as %s',
    (version, preMajor, message, expected) => {
      expect(choose(factsOf(version, version, [message]), { 'pre-major': preMajor })).toBe(expected);
    },
  );

  it('a breaking change before 1.0.0 is explained by the input that decides', () => {
    const { why } = chooseVersion(wish, factsOf('0.3.0', '0.3.0', ['feat!: a']));
    expect(why).toContain('"pre-major: minor"');
  });

  it.each([
    ['0.1.0', '0.1.0'],
    ['2.3', '2.3'],
    ['1.0.0rc1', '1.0.0rc1'],
    ['1.0.0.dev0', '1.0.0'],
    ['0.0.0', '0.1.0'],
  ])('a project without a release that has %s is released as %s', (current, expected) => {
    expect(choose(factsOf(current, undefined, ['docs: a']))).toBe(expected);
  });

  it('the first version is raised if somebody asks for it', () => {
    expect(choose(factsOf('0.1.0', undefined), { bump: 'minor' })).toBe('0.2.0');
    expect(choose(factsOf('0.0.0', undefined, [], { isFromTags: true }))).toBe('0.1.0');
    expect(choose(factsOf('0.0.0', undefined, [], { isFromTags: true }), { bump: 'major' })).toBe('1.0.0');
  });

  it.each([
    ['1.3.0', '1.2.0', ['feat: a'], '1.3.0'],
    ['1.3.0', '1.2.0', ['fix: a'], '1.3.0'],
    ['1.3.0', '1.2.0', ['docs: a'], '1.3.0'],
    ['1.3.0', '1.2.0', ['feat!: a'], '2.0.0'],
    ['1.2.1', '1.2.0', ['feat: a'], '1.3.0'],
    ['1.3.0.dev0', '1.2.0', ['fix: a'], '1.3.0'],
    ['1.3.0.dev0', '1.2.0', ['docs: a'], undefined],
    ['1.2.1.dev0', '1.2.0', ['feat: a'], '1.3.0'],
    ['2.0.0rc1', '1.2.0', ['feat!: a'], '2.0.0rc1'],
    ['2.0.0a2.dev0', '1.2.0', ['feat: a'], '2.0.0a2'],
    ['1.3.0rc1', '1.2.0', ['feat!: a'], '2.0.0rc1'],
  ])(
    'a project ahead of its release with %s (tagged %s) and %j is released as %s',
    (current, last, messages, expected) => {
      expect(choose(factsOf(current, last, messages))).toBe(expected);
    },
  );

  it('a project that was left behind its last release is counted from that release', () => {
    expect(choose(factsOf('1.0.0', '1.2.0', ['fix: a']))).toBe('1.2.1');
    expect(choose(factsOf('1.0.0', '1.2.0'), { bump: 'minor' })).toBe('1.3.0');
  });

  it('a project whose version was released on another line is counted from that version', () => {
    const elsewhere = { isReleased: (version: unknown) => formatVersion(version as never) === '1.3.0' };
    expect(choose(factsOf('1.3.0', '1.2.0', ['fix: a'], elsewhere))).toBe('1.3.1');
    expect(choose(factsOf('1.3.0', '1.2.0', ['docs: a'], elsewhere))).toBeUndefined();
    expect(choose(factsOf('1.3.0', undefined, ['fix: a'], elsewhere))).toBe('1.3.1');
  });

  it('nothing to release is explained by the number of commits and what they lack', () => {
    const why = (messages: readonly string[]): string =>
      chooseVersion(wish, factsOf('2.34.2', '2.34.2', messages)).why;
    expect(why(Array.from({ length: 24 }, () => 'words'))).toBe(
      'Nothing to release since v2.34.2: 24 commits, none of them feat, fix or perf.',
    );
    expect(why(['docs: a'])).toBe(
      'Nothing to release since v2.34.2: 1 commit, which is not feat, fix or perf.',
    );
    expect(why([])).toBe('Nothing to release since v2.34.2: no commits.');
  });

  it('a commit type counts as it is configured', () => {
    const types = new Map([
      ['build', 'patch'],
      ['Feat', 'none'],
    ]);
    expect(choose(factsOf('1.0.0', '1.0.0', ['build: a', 'feat: b']), { 'bump-types': types })).toBe('1.0.1');
    expect(() => choose(factsOf('1.0.0', '1.0.0'), { 'bump-types': new Map([['x', 'big']]) })).toThrow(
      'gives the type "x" the bump "big"',
    );
  });
});

describe('the automatic version of a calendar project', () => {
  const dated = (...tags: readonly (readonly [string, string])[]): Partial<VersionFacts> => ({
    dated: tags.map(([version, day]) => ({ version: parseVersion(version), taggedMs: Date.parse(day) })),
  });
  const next = (last: string, message: string, more: Partial<VersionFacts>): string | undefined =>
    choose(factsOf(last, last, [message], more));

  it.each([
    ['2026.10.2', '2026.10.1', '2026.9.3', '2026-10-20', '2026-10-02', '2026-09-01', 'fix: a', '2026.11.1'],
    ['2026.11.2', '2026.11.1', '2026.9.1', '2026-11-20', '2026-11-02', '2026-09-01', 'feat!: a', '2026.11.3'],
    ['2026.10.20', '2026.10.2', '2026.9.3', '2026-10-20', '2026-10-02', '2026-09-03', 'fix: a', '2026.11.30'],
    [
      '2026.11.30',
      '2026.10.2',
      '2026.9.3',
      '2026-11-30',
      '2026-10-02',
      '2026-09-03',
      'fix: a',
      '2026.11.30.1',
    ],
    // Final a month after the first release candidate, as one of three.
    ['24.7.0', '24.3.0', '23.10.0', '2024-08-08', '2024-03-01', '2023-10-31', 'feat: a', '26.11.0'],
    ['26.1.0', '25.2.0', '25.1.0', '2026-10-20', '2025-10-02', '2025-09-01', 'feat: a', '26.2.0'],
    ['25.3.0', '25.1.0', '24.1.0', '2025-10-20', '2025-10-02', '2024-09-01', 'fix: a', '26.1.0'],
    ['26.1.0', '25.2.0', '25.1.0', '2026-10-20', '2025-10-02', '2025-09-01', 'fix: a', '26.1.1'],
    // The twenty-sixth major version by chance.
    ['26.1.0', '26.0.0', '25.1.0', '2026-10-20', '2024-10-02', '2023-09-01', 'feat!: a', '27.0.0'],
  ])(
    'a project tagged %s, %s and %s on %s, %s and %s with %j is released as %s',
    (a, b, c, dayA, dayB, dayC, message, expected) => {
      expect(next(a, message, dated([a, dayA], [b, dayB], [c, dayC]))).toBe(expected);
    },
  );

  it('a calendar scheme is named in the reason', () => {
    const facts = factsOf('2026.10.2', '2026.10.2', ['fix: a'], dated(['2026.10.2', '2026-10-20']));
    expect(chooseVersion(wish, facts).why).toBe('the next version of the calendar scheme YYYY.MM.MICRO');
  });

  it('a calendar version is rejected if the tags do not show its scheme', () => {
    expect(() => choose(factsOf('2024.1.0', '2024.1.0', ['feat: a']))).toThrow(
      'looks like a calendar version',
    );
    expect(choose(factsOf('2024.1.0', '2024.1.0'), { bump: 'minor' })).toBe('2024.2.0');
  });
});

describe('a version that is asked for', () => {
  it('the version in the project is accepted while no tag has it, and rejected afterwards', () => {
    const asked = (last: string): unknown => choose(factsOf('1.2.0', last), { version: '1.2.0' });
    expect(asked('1.1.0')).toBe('1.2.0');
    expect(() => asked('1.2.0')).toThrow('1.2.0 is not later than 1.2.0');
    expect(() => asked('1.3.0')).toThrow('1.2.0 is not later than 1.3.0');
  });

  it.each([
    ['17.1', '17.0.1', 'minor', '17.1'],
    ['17.1', '17.0.1', 'patch', '17.1'],
    ['8.0.0', '7.2.2', 'minor', '8.0.0'],
    ['1.3.0', '1.2.0', 'release', '1.3.0'],
    ['1.3.0', '1.3.0rc2', 'minor', '1.3.0'],
    ['1.2.1', '1.2.0', 'minor', '1.3.0'],
    ['17.1', '17.0.1', 'major', '18.0'],
    ['1.3.0.dev0', '1.2.0', 'minor', '1.3.0'],
    ['1.3.0', '1.2.0', 'rc', '1.3.1rc1'],
  ] as const)(
    'a project raised to %s by hand after %s is released by %s as %s',
    (current, last, bump, expected) => {
      expect(choose(factsOf(current, last), { bump })).toBe(expected);
    },
  );

  it('a version that was raised by hand is explained, with the way to another one', () => {
    expect(chooseVersion({ ...wish, bump: 'minor' }, factsOf('17.1', '17.0.1')).why).toBe(
      'already in the project, and "minor" of 17.0.1, the last release, asks for no more than 17.1. To release a higher one, set "version"',
    );
  });

  it('a version that was raised by hand and released on another line is raised once more', () => {
    const isReleased = (version: unknown): boolean => formatVersion(version as never) === '1.3.0';
    expect(choose(factsOf('1.3.0', '1.2.0', [], { isReleased }), { bump: 'minor' })).toBe('1.4.0');
  });

  it('a version without any release before it is raised', () => {
    expect(choose(factsOf('1.1.0', undefined), { bump: 'minor' })).toBe('1.2.0');
  });

  it.each([
    ['9.2.0.dev0', '8.3.0', 'minor', '9.2.0'],
    ['9.2.0.dev0', '8.3.0', 'patch', '9.2.0'],
    ['1.2.1.dev1', '1.2.0', 'dev', '1.2.1.dev2'],
    ['1.2.1.dev1', '1.2.0', 'minor', '1.3.0'],
  ] as const)(
    'a version from git with the tags %s and %s is released by %s as %s',
    (mark, last, bump, expected) => {
      expect(choose(factsOf(mark, last, [], { isFromTags: true }), { bump })).toBe(expected);
    },
  );

  it('a bump by its kind is explained by what it counts from', () => {
    const far = factsOf('4.0.0a2.dev0', '3.7.4', []);
    const choice = chooseVersion({ ...wish, bump: 'patch' }, far);
    expect(show(choice)).toBe('4.0.0');
    expect(choice.why).toBe(
      '"patch" of 4.0.0a2.dev0, the version in the project (v3.7.4 is the last release here)',
    );
  });
});

describe('the log of a choice', () => {
  it('the log names the line that counted in every commit, and starts no workflow command', () => {
    const log = createMemoryLog();
    const messages = ['docs: a', 'feat: a ::error::x', 'words\n\nBREAKING CHANGE: gone'];
    explainChoice(log, chooseVersion(wish, factsOf('1.0.0', '1.0.0', messages)));
    const text = log.lines.join('\n');
    expect(text).not.toContain('::error::');
    expect(text).toContain('0000000 major: BREAKING CHANGE: gone (a BREAKING CHANGE footer)');
    expect(text).toContain('0000000 no release: docs: a (type "docs" asks for no release)');
    expect(text).toContain('2.0.0: next after 1.0.0: the commits ask for a major release.');
  });
});
