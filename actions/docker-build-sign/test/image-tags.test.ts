import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageTag, planTags, type TagRequest } from '../src/tag/image-tags.ts';

/** `tag+` where it is set, `tag-` where it is kept. */
const plan = (version: string, existing: readonly string[] = [], more: Partial<TagRequest> = {}): string => {
  const { versionTag, floating } = planTags({ version, existing, latest: 'auto', ...more });
  return [versionTag, ...floating.map(({ tag, action }) => `${tag}${action === 'set' ? '+' : '-'}`)].join(
    ' ',
  );
};

describe('image tags', () => {
  it.each([
    ['v1.2.3', '1.2.3'],
    ['1!2.0', '1-2.0'],
    ['1.0+cpu.1', '1.0-cpu.1'],
    ['1.0.post1', '1.0.post1'],
    ['1.0-1', '1.0.post1'],
    ['1.0RC1.dev3', '1.0rc1.dev3'],
    [`1.0+${'a'.repeat(124)}`, `1.0-${'a'.repeat(124)}`],
  ])('the version %s has the tag %s', (version, tag) => {
    expect(imageTag(version)).toBe(tag);
  });

  it('a version that is not a valid tag is rejected', () => {
    expect(() => imageTag(`1.0+${'a'.repeat(125)}`)).toThrow(/129 characters; a tag has at most 128/);
    expect(() => imageTag('one')).toThrow(/not a version of PEP 440/);
  });

  it.each([
    // The first release sets all, and a second run of it the same.
    ['1.2.3', '', '1.2.3 1.2+ 1+ latest+'],
    ['1.2.3', '1.2.3 1.2 1 latest', '1.2.3 1.2+ 1+ latest+'],
    // A backport moves its series, and never "latest".
    ['1.9.9', '1.9.8 1.9 1 2.0.0 2.0 2 latest', '1.9.9 1.9+ 1+ latest-'],
    ['1.8.5', '1.9.8 1.8.4', '1.8.5 1.8+ 1- latest-'],
    ['1.9.7', '1.9.8', '1.9.7 1.9- 1- latest-'],
    // Numbers, not texts; as many parts as there are.
    ['1.10.0', '1.9.9', '1.10.0 1.10+ 1+ latest+'],
    ['1.2', '1.2.0.1', '1.2 1.2- 1- latest-'],
    ['2', '1.9', '2 2.0+ 2+ latest+'],
    // A version that is a series too moves forward, and back to nothing.
    ['1.0', '', '1.0 1.0+ 1+ latest+'],
    ['1.0.1', '1.0 1 latest', '1.0.1 1.0+ 1+ latest+'],
    ['1.0.post1', '1.0 1 latest', '1.0.post1 1.0+ 1+ latest+'],
    ['1.0', '1.0 1.0.post1', '1.0 1.0- 1- latest-'],
    // A post-release is a release.
    ['1.2.3.post1', '1.2.3', '1.2.3.post1 1.2+ 1+ latest+'],
    ['1.2.3', '1.2.3.post1', '1.2.3 1.2- 1- latest-'],
    // What is no release moves nothing, and stands in no way.
    ['2.0rc1', '1.9', '2.0rc1 2.0- 2- latest-'],
    ['2.0.dev1', '', '2.0.dev1 2.0- 2- latest-'],
    ['1.0.post1.dev2', '', '1.0.post1.dev2 1.0- 1- latest-'],
    ['1.0+cpu.1', '', '1.0-cpu.1 1.0- 1- latest-'],
    ['1.9.1', '2.0rc1 2.0.dev3 1.9.2-cpu.1', '1.9.1 1.9+ 1+ latest+'],
    // An epoch stands above all, and has series of its own.
    ['1!0.5', '2024.11.1 2024.11', '1-0.5 1-0.5+ 1-0+ latest+'],
    ['2024.12.1', '2024.11.1 1-0.5', '2024.12.1 2024.12+ 2024+ latest-'],
    ['1!2', '1-2.0 1-3', '1-2 1-2.0+ 1-2+ latest-'],
    // Other people's tags.
    [
      '1.2.3',
      'latest main sha256-abc sha-1234567 v9 nightly 3-alpine 20241127 2024-11 2024-11-02 7-3',
      '1.2.3 1.2+ 1+ latest+',
    ],
    ['1.2.3', 'v2.0.0', '1.2.3 1.2+ 1+ latest-'],
  ])('the tags of %s next to "%s" are %s', (version, existing, expected) => {
    expect(plan(version, existing.split(' '))).toBe(expected);
  });

  it('tags are planned from the versions that the tagged images declare', () => {
    const holders = new Map([
      ['1.2', '1.2.9'],
      ['1', '3.0.0'],
      ['latest', '2.0rc1'],
    ]);
    expect(plan('1.2.5', ['1.2', '1', 'latest'], { holders })).toBe('1.2.5 1.2- 1+ latest-');
    const { floating } = planTags({ version: '1.2.5', existing: [], latest: 'auto', holders });
    expect(floating[0]?.because).toBe('1.2.9 is higher');
    expect(plan('1.2.5', [], { holders: new Map([['latest', 'main']]) })).toBe('1.2.5 1.2+ 1+ latest+');
  });

  it.each([
    // A build for Java 17, a month, the local version 8+12.1: an epoch is what the image under "latest" says.
    ['1.2.3', '17-1.2.0 2024-11.1', {}, '1.2.3 1.2+ 1+ latest+'],
    ['9', '8 8-12.1 8.0 latest', { latest: '8', '8': '8' }, '9 9.0+ 9+ latest+'],
    ['3.0', '1-2.0 1-2 latest', { latest: '1!2.0' }, '3.0 3.0+ 3+ latest-'],
    ['1!2.0.1', '17-1.2.0 1-2.0.3 latest', { latest: '1!1.9' }, '1-2.0.1 1-2.0- 1-2- latest-'],
    ['1!2.0.1', '17-1.2.0 1-2.0.0 latest', { latest: '3.0' }, '1-2.0.1 1-2.0+ 1-2+ latest+'],
    ['1!2.0.1', '2-0.1 latest', { latest: '2!0.1' }, '1-2.0.1 1-2.0+ 1-2+ latest-'],
  ])(
    'the tags of %s next to "%s" use declared versions to recognize epochs',
    (version, existing, holders, expected) => {
      const known = new Map<string, string>(Object.entries(holders));
      expect(plan(version, existing.split(' '), { holders: known })).toBe(expected);
    },
  );

  it('explicit settings for "latest" and pre-releases are followed', () => {
    expect(plan('1.0rc1', ['2.0'], { latest: 'true' })).toBe('1.0rc1 1.0- 1- latest+');
    expect(plan('1.2.3', [], { latest: 'false' })).toBe('1.2.3 1.2+ 1+ latest-');
    expect(plan('1.2.3', [], { prerelease: true })).toBe('1.2.3 1.2- 1- latest-');
    // The version is still a tag.
    expect(plan('1.0', [], { prerelease: true })).toBe('1.0 1.0+ 1- latest-');
    expect(plan('1.0', ['1.0.1'], { prerelease: true })).toBe('1.0 1.0- 1- latest-');
  });

  const part = fc.nat({ max: 3 });
  const versions = fc
    .record({
      epoch: fc.constantFrom('', '', '', '1!'),
      release: fc.array(part, { minLength: 1, maxLength: 4 }),
      phase: fc.constantFrom(
        '',
        '',
        '',
        'a1',
        'rc1',
        '.dev1',
        'rc1.dev2',
        '.post1',
        '.post2',
        '.post1.dev1',
        '+cpu.1',
      ),
    })
    .map(({ epoch, release, phase }) => `${epoch}${release.join('.')}${phase}`);

  /** A registry that sees releases in an order. */
  const releaseAll = (order: readonly string[], knowsHolders: boolean) => {
    const registry = new Map<string, string>();
    const moves: { readonly tag: string; readonly from: string; readonly to: string }[] = [];
    for (const version of order) {
      const { versionTag, floating } = planTags({
        version,
        existing: [...registry.keys()],
        latest: 'auto',
        ...(knowsHolders ? { holders: registry } : {}),
      });
      const set = floating.filter(({ action }) => action === 'set').map(({ tag }) => tag);
      const isFloating = floating.some(({ tag }) => tag === versionTag);
      for (const tag of isFloating ? set : [versionTag, ...set]) {
        const from = registry.get(tag);
        if (from !== undefined) moves.push({ tag, from, to: version });
        registry.set(tag, version);
      }
    }
    return { registry, moves };
  };
  const compare = (left: string, right: string): number =>
    compareVersions(parseVersion(left), parseVersion(right));

  it.each([true, false])(
    'tags never move back for any order of releases (declared versions are known: %s)',
    (knowsHolders) => {
      fc.assert(
        fc.property(fc.array(versions, { maxLength: 12 }), (order) => {
          for (const { tag, from, to } of releaseAll(order, knowsHolders).moves)
            expect(compare(from, to), `${tag}: ${from} to ${to}`).toBeLessThanOrEqual(0);
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each([true, false])(
    '"latest" and each series end at their highest stable version (declared versions are known: %s)',
    (knowsHolders) => {
      const isStable = (version: string): boolean => /^[^+]*$/.test(version) && !/a|rc|dev/.test(version);
      fc.assert(
        fc.property(fc.array(versions, { maxLength: 12 }), (order) => {
          const { registry } = releaseAll(order, knowsHolders);
          const highest = (wanted: readonly string[]): string | undefined => wanted.toSorted(compare).at(-1);
          const stable = order.filter(isStable);
          const same = (left: string | undefined, right: string | undefined): boolean =>
            left === undefined || right === undefined ? left === right : compare(left, right) === 0;
          expect(same(registry.get('latest'), highest(stable)), `latest is ${registry.get('latest')}`).toBe(
            true,
          );
          for (const version of stable) {
            const { epoch, release } = parseVersion(version);
            const [major = 0n, minor = 0n] = release;
            const series = stable.filter((each) => {
              const other = parseVersion(each);
              return (
                other.epoch === epoch && other.release[0] === major && (other.release[1] ?? 0n) === minor
              );
            });
            const tag = `${epoch === 0n ? '' : `${epoch}-`}${major}.${minor}`;
            expect(same(registry.get(tag), highest(series)), `${tag} is ${registry.get(tag)}`).toBe(true);
          }
          // Every version is there under its own tag, or a series that it began has moved on.
          for (const version of order)
            expect(
              compare(registry.get(imageTag(version)) ?? '0', formatVersion(parseVersion(version))),
            ).toBeGreaterThanOrEqual(0);
        }),
        { numRuns: 500 },
      );
    },
  );
});
