import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion } from '@slipway/python/version/format-version';
import type { Version } from '@slipway/python/version/parse-version';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProjectTags } from '../src/project-tags.ts';
import { parseTagFormat } from '../src/tag-format.ts';
import { formatTag } from '../src/tag-style.ts';

const number = fc.bigInt({ min: 0n, max: 3000n });
const version: fc.Arbitrary<Version> = fc.record({
  epoch: fc.oneof({ weight: 5, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: fc.bigInt(1n, 3n) }),
  release: fc.array(number, { minLength: 2, maxLength: 5 }),
  pre: fc.option(fc.record({ phase: fc.constantFrom('a', 'b', 'rc'), number }), { nil: undefined }),
  post: fc.option(number, { nil: undefined, freq: 6 }),
  dev: fc.constant(undefined),
  local: fc.constant([]),
});
const prefix = fc.constantFrom(
  '',
  'v',
  'V',
  'demo-',
  'demo-v',
  'demo==',
  'demo/v',
  'demo@',
  'release-',
  'rel_',
  'ver.',
);
const preSpelling = fc.constantFrom(
  (phase: string, count: bigint) => `${phase}${count}`,
  (phase: string, count: bigint) => `-${{ a: 'alpha', b: 'beta', rc: 'rc' }[phase]}.${count}`,
  (phase: string, count: bigint) => `-${{ a: 'alpha', b: 'beta', rc: 'rc' }[phase]}${count}`,
);

describe('tags of any form', () => {
  it('reading the tag that a style writes gives the version back', () => {
    fc.assert(
      fc.property(prefix, fc.array(version, { maxLength: 6 }), version, (start, history, next) => {
        const question = { name: 'demo', format: parseTagFormat(`${start}{version}`) };
        const before = history.map((each) => ({ name: `${start}${formatVersion(each)}` }));
        const { style } = readProjectTags({ ...question, tags: before });
        const tag = formatTag(style, next);
        const [found] = readProjectTags({ ...question, tags: [{ name: tag }] }).releases;
        expect(found?.name).toBe(tag);
        expect(found && compareVersions(found.version, next)).toBe(0);
      }),
    );
  });

  it('a project goes on as it began: the style of its tags writes each of them again', () => {
    fc.assert(
      fc.property(
        prefix,
        fc.constantFrom('.', '_'),
        fc.constantFrom(1, 2),
        preSpelling,
        fc.uniqueArray(version, { minLength: 1, maxLength: 8, selector: formatVersion }),
        (start, separator, width, spell, versions) => {
          const spelled = versions.map(({ epoch, release, pre, post }) => ({
            name: [
              start,
              epoch === 0n ? '' : `${epoch}!`,
              release.map((part) => String(part).padStart(width, '0')).join(separator),
              pre === undefined ? '' : spell(pre.phase, pre.number),
              post === undefined ? '' : `.post${post}`,
            ].join(''),
          }));
          const found = readProjectTags({ tags: spelled, name: 'demo' });
          expect([...found.kinds.values()].every((kind) => kind === 'release' || kind === 'floating')).toBe(
            true,
          );
          for (const { name, version: read } of found.releases)
            expect(formatTag(found.style, read)).toBe(name);
        },
      ),
    );
  });

  it('any text is read without an error, and is one of the kinds', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc
        .array(fc.constantFrom('v', '1', '.', '-', '_', '/', 'demo', 'rc', '==', '@', 'x', '!', '+'), {
          maxLength: 60,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 10 }), (tags) => {
        const { kinds } = readProjectTags({ tags: tags.map((name) => ({ name })), name: 'demo' });
        expect(kinds.size).toBe(new Set(tags).size);
      }),
    );
  });

  it('100,000 tags are read, at one commit as well', () => {
    const tags = Array.from({ length: 100_000 }, (_, index) => ({
      name: index % 3 === 0 ? `v${index}.${index % 7}` : `${'a-1.'.repeat(index % 50)}x${index}.0.${index}`,
      commitSha: 'c',
    }));
    const { releases, style } = readProjectTags({ tags, name: 'demo' });
    expect(style.prefix).toBe('v');
    expect(releases[0]?.name).toBe('v99999.4');
  });
});
