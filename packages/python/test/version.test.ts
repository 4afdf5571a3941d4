import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bumpKinds, bumpVersion } from '../src/version/bump-version.ts';
import { compareVersions } from '../src/version/compare-versions.ts';
import {
  formatPadded,
  formatVersion,
  isPrerelease,
  readZeroPadding,
  toImageTag,
  toSemver,
} from '../src/version/format-version.ts';
import { parseVersion, tryParseVersion } from '../src/version/parse-version.ts';
import { versionText } from './version-text.ts';

const normal = (text: string): string => formatVersion(parseVersion(text));

describe('parseVersion', () => {
  it.each([
    ['1!2.0', '1!2.0'],
    ['1.0-1', '1.0.post1'],
    ['1.0c1', '1.0rc1'],
    ['v1.0', '1.0'],
    ['01.0', '1.0'],
    ['2026.01.05', '2026.1.5'],
    ['1.0.0-rc.1', '1.0.0rc1'],
    ['1.0ALPHA', '1.0a0'],
    ['1.0.post', '1.0.post0'],
    ['1.0r4', '1.0.post4'],
    ['1.0dev', '1.0.dev0'],
    ['1.0+Ubuntu-01', '1.0+ubuntu.1'],
    ['1.0a1.post2.dev3', '1.0a1.post2.dev3'],
  ])('the version %s is normalized to %s', (text, expected) => {
    expect(normal(text)).toBe(expected);
  });
  it.each([
    '',
    '1.0\n',
    ' 1.0',
    '1.0 ',
    '１.0',
    '1_0',
    '1e3',
    '1..0',
    '1.0-',
    '1.0+',
    'latest',
    '1.0-nightly.20240101',
    `1.${'0'.repeat(300)}`,
  ])('the version %j is rejected', (text) => {
    expect(tryParseVersion(text)).toBeUndefined();
    expect(() => parseVersion(text, 'The tag')).toThrow('The tag is "');
  });
  it('a normalized version is equal to itself and unchanged when it is parsed again', () => {
    fc.assert(
      fc.property(versionText, (text) => {
        const version = parseVersion(text);
        const again = parseVersion(formatVersion(version));
        expect(formatVersion(again)).toBe(formatVersion(version));
        expect(compareVersions(version, again)).toBe(0);
      }),
    );
  });
  it('versions are ordered as PEP 440 defines', () => {
    const ordered = [
      '1.dev0',
      '1.0.dev456',
      '1.0a1',
      '1.0a2.dev456',
      '1.0a12.dev456',
      '1.0a12',
      '1.0b1.dev456',
      '1.0b2',
      '1.0b2.post345.dev456',
      '1.0b2.post345',
      '1.0rc1.dev456',
      '1.0rc1',
      '1.0',
      '1.0+abc.5',
      '1.0+abc.7',
      '1.0+5',
      '1.0.post456.dev34',
      '1.0.post456',
      '1.0.15',
      '1.1.dev1',
      '1!0.1',
    ];
    for (const [index, text] of ordered.entries()) {
      for (const [other, right] of ordered.entries()) {
        expect([text, right, Math.sign(compareVersions(parseVersion(text), parseVersion(right)))]).toEqual([
          text,
          right,
          Math.sign(index - other),
        ]);
      }
    }
    expect(compareVersions(parseVersion('1.0'), parseVersion('1.0.0.0'))).toBe(0);
  });
  it('a version is converted to SemVer and image tag forms, or to nothing without an equivalent', () => {
    expect(toSemver(parseVersion('1.0rc1'))).toBe('1.0.0-rc.1');
    expect(toSemver(parseVersion('1.0a1.dev2+x'))).toBe('1.0.0-alpha.1.dev.2+x');
    expect(toSemver(parseVersion('1.0.post1'))).toBeUndefined();
    expect(toImageTag(parseVersion('1.0+local.7'))).toBe('1.0-local.7');
    expect(toImageTag(parseVersion('1!1.0'))).toBeUndefined();
    expect(isPrerelease(parseVersion('1.0.post1'))).toBe(false);
    expect(isPrerelease(parseVersion('1.0.post1.dev1'))).toBe(true);
  });
});

describe('formatPadded', () => {
  it.each([
    [['2026.01.09'], '2026.2.1', '2026.02.01'],
    [['2026.10.09'], '2026.11.1', '2026.11.01'],
    [['2026.10.9'], '2026.11.1', '2026.11.1'],
    [['2026.12.10', '2026.01.09'], '2027.1.2', '2027.01.02'],
    [['2026.1.9', '2026.01.08'], '2026.2.1', '2026.2.1'],
    [['26.04'], '26.10.1', '26.10.1'],
    [['26.10', '26.04'], '27.4', '27.04'],
    [['v1!2026.01.09rc1'], '1!2026.2.1rc2', '1!2026.02.01rc2'],
    [['2026.01'], '2026.2.1.post1', '2026.02.1.post1'],
    [['1.0.3', '0.10'], '1.0.4', '1.0.4'],
    [['main', ''], '1.2.3', '1.2.3'],
  ])('after %j, the version %s is written as %s', (texts, version, expected) => {
    expect(formatPadded(parseVersion(version), readZeroPadding(texts))).toBe(expected);
  });
  it('a padded version is equal to the version that it was made from', () => {
    fc.assert(
      fc.property(versionText, versionText, (sample, text) => {
        const version = parseVersion(text);
        const padded = parseVersion(formatPadded(version, readZeroPadding([sample])));
        expect(formatVersion(padded)).toBe(formatVersion(version));
      }),
    );
  });
});

describe('bumpVersion', () => {
  it.each([
    ['1.2.3', 'major', '2.0.0'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2', 'patch', '1.2.1'],
    ['1.2', 'minor', '1.3'],
    ['7', 'minor', '7.1'],
    ['1.2.3.4', 'patch', '1.2.4.0'],
    ['1!1.2.3', 'minor', '1!1.3.0'],
    ['2.0.0rc1', 'major', '2.0.0'],
    ['2.0.0rc1', 'patch', '2.0.0'],
    ['1.3.1rc1', 'minor', '1.4.0'],
    ['1.2.4.dev3', 'patch', '1.2.4'],
    ['1.2.3.post1', 'patch', '1.2.4'],
    ['1.2.3', 'pre', '1.2.4rc1'],
    ['1.2.4b2', 'pre', '1.2.4b3'],
    ['1.2.3', 'a', '1.2.4a1'],
    ['1.2.4a1', 'a', '1.2.4a2'],
    ['1.2.4a1', 'rc', '1.2.4rc1'],
    ['1.2.4rc1.dev2', 'rc', '1.2.4rc1'],
    ['1.2.4.dev2', 'a', '1.2.4a1'],
    ['1.2.4rc1', 'release', '1.2.4'],
    ['1.2.4.post1.dev1', 'release', '1.2.4.post1'],
    ['1.2.3', 'post', '1.2.3.post1'],
    ['1.2.3.post1', 'post', '1.2.3.post2'],
    ['1.2.3', 'dev', '1.2.4.dev1'],
    ['1.2.4.dev1', 'dev', '1.2.4.dev2'],
    ['1.2.4rc1', 'dev', '1.2.4rc2.dev1'],
    ['1.2.3.post1', 'dev', '1.2.3.post2.dev1'],
    ['1.2.3+local', 'patch', '1.2.4'],
    ['1.2.3', 'minor+b', '1.3.0b1'],
    ['1.2.3', 'major+rc', '2.0.0rc1'],
    ['1.2.3', 'patch+a', '1.2.4a1'],
    ['1.2.3', 'major+dev', '2.0.0.dev1'],
    ['1.2', 'minor+a', '1.3a1'],
    ['1.2.3.4', 'patch+b', '1.2.4.0b1'],
    ['1!1.2.3', 'minor+b', '1!1.3.0b1'],
    ['1.2.3.post1', 'patch+rc', '1.2.4rc1'],
    ['1.3.0a2', 'minor+b', '1.3.0b1'],
    ['1.3.0b1', 'minor+b', '1.3.0b2'],
    ['1.3.0b1', 'major+b', '2.0.0b1'],
    ['1.3.1b1', 'minor+b', '1.4.0b1'],
    ['1.3.0.dev4', 'minor+rc', '1.3.0rc1'],
    ['1.3.0.dev4', 'minor+dev', '1.3.0.dev5'],
    ['1.3.0b1', 'minor+dev', '1.3.0b2.dev1'],
  ] as const)('the version %s bumped by %s becomes %s', (from, kind, to) => {
    expect(formatVersion(bumpVersion(parseVersion(from), kind))).toBe(to);
  });
  it.each([
    ['1.2.4rc1', 'a'],
    ['1.2.3', 'release'],
    ['1.2.3.post1', 'release'],
    ['1.3.0rc1', 'minor+b'],
  ] as const)('the version %s bumped by %s is rejected because the result is not higher', (from, kind) => {
    expect(() => bumpVersion(parseVersion(from), kind)).toThrow(
      `"${kind}" leads from ${from} to no higher version`,
    );
  });
  it('a bumped version is always higher and keeps its epoch', () => {
    fc.assert(
      fc.property(versionText, fc.constantFrom(...bumpKinds), (text, kind) => {
        const from = parseVersion(text);
        let to = from;
        try {
          to = bumpVersion(from, kind);
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'E_VERSION_BUMP' });
          return;
        }
        expect(compareVersions(to, from)).toBeGreaterThan(0);
        expect(to.epoch).toBe(from.epoch);
        expect(to.local).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
