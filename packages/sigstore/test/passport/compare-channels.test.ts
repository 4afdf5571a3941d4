import { describe, expect, it } from 'vitest';
import {
  type ChannelKind,
  compareWithPassport,
  expectedItems,
  imageIndexItem,
  type ServedItem,
} from '../../src/passport/compare-channels.ts';
import { samplePassport } from './sample-passport.ts';

const kinds: readonly ChannelKind[] = ['release', 'index', 'packages', 'image'];

function compare(kind: ChannelKind, items: readonly ServedItem[] | undefined, passport = samplePassport) {
  const [compared] = compareWithPassport(passport, [{ kind, name: kind, items }]);
  if (compared === undefined) throw new Error('nothing was compared');
  const findings = compared.items
    .filter(({ result }) => result !== 'same')
    .map(({ name, result }) => `${name} ${result}`);
  return { result: compared.result, findings };
}

const flip = (sha256: string | undefined): string => `0${sha256?.slice(1)}`;

describe('compareWithPassport', () => {
  it.each(kinds)('a channel of kind %s that serves what the passport lists is the same', (kind) => {
    const items = expectedItems(samplePassport, kind);
    expect(items.length).toBeGreaterThan(0);
    expect(compare(kind, [...items].reverse())).toEqual({ result: 'same', findings: [] });
  });

  it('an index serves the distributions, and a release serves every file', () => {
    const names = (kind: ChannelKind) => expectedItems(samplePassport, kind).map(({ name }) => name);
    expect(names('index')).toEqual(['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0.tar.gz']);
    expect(names('packages')).toEqual(names('index'));
    expect(names('release')).toEqual(samplePassport.files.map(({ name }) => name));
    expect(names('image')).toEqual([imageIndexItem, 'linux/amd64', 'linux/arm64']);
  });

  const places = kinds.flatMap((kind) =>
    expectedItems(samplePassport, kind).map(({ name }) => ({ kind, name })),
  );
  it.each(places)('other bytes of $name in a channel of kind $kind are found', ({ kind, name }) => {
    const items = expectedItems(samplePassport, kind).map((item) =>
      item.name === name ? { name, sha256: flip(item.sha256) } : item,
    );
    expect(compare(kind, items)).toEqual({ result: 'differs', findings: [`${name} differs`] });
  });

  it.each(places)('a missing $name in a channel of kind $kind is found', ({ kind, name }) => {
    const items = expectedItems(samplePassport, kind).filter((item) => item.name !== name);
    expect(compare(kind, items)).toEqual({ result: 'differs', findings: [`${name} missing`] });
  });

  it.each(kinds)('a channel of kind %s that serves something else too is different', (kind) => {
    const stranger = { name: 'demo-1.2.0-cp313-cp313-win32.whl', sha256: 'a'.repeat(64) };
    const items = [...expectedItems(samplePassport, kind), stranger];
    expect(compare(kind, items)).toEqual({ result: 'differs', findings: [`${stranger.name} unexpected`] });
  });

  it('the file of the passport is an asset of the release that has to be the signed one', () => {
    const own = { name: 'demo-1.2.0.intoto.jsonl', sha256: 'e'.repeat(64) };
    const compareOwn = (sha256: string | undefined) => {
      const items = [
        ...expectedItems(samplePassport, 'release'),
        ...(sha256 === undefined ? [] : [{ ...own, sha256 }]),
      ];
      const [release, index] = compareWithPassport(
        samplePassport,
        [
          { kind: 'release', name: 'release', items },
          { kind: 'index', name: 'index', items: expectedItems(samplePassport, 'index') },
        ],
        own,
      );
      expect(index?.result).toBe('same');
      return release?.items.find(({ name }) => name === own.name)?.result;
    };
    expect(compareOwn(own.sha256)).toBe('same');
    expect(compareOwn('b'.repeat(64))).toBe('differs');
    expect(compareOwn(undefined)).toBe('missing');
  });

  it('signatures beside the assets of a release are not unexpected', () => {
    const names = ['demo-1.2.0.intoto.jsonl', 'SHA256SUMS.sigstore.json', 'demo-1.2.0.tar.gz.asc'];
    const beside = names.map((name) => ({ name, sha256: 'b'.repeat(64) }));
    expect(compare('release', [...expectedItems(samplePassport, 'release'), ...beside]).result).toBe('same');
    expect(compare('index', [...expectedItems(samplePassport, 'index'), ...beside]).result).toBe('differs');
  });

  it('a file that is served twice with other bytes once is different', () => {
    const items = expectedItems(samplePassport, 'packages');
    const twice = [...items, { name: 'demo-1.2.0.tar.gz', sha256: 'c'.repeat(64) }];
    expect(compare('packages', twice).findings).toEqual(['demo-1.2.0.tar.gz differs']);
  });

  it('a digest that a channel does not tell is unknown, and not the same', () => {
    const items = expectedItems(samplePassport, 'release').map(({ name }) => ({ name, sha256: undefined }));
    expect(compare('release', items)).toMatchObject({ result: 'differs' });
    expect(compare('release', items).findings).toContain('SHA256SUMS unknown');
  });

  it('a channel with nothing is absent, and one that cannot be read is unreachable', () => {
    expect(compare('index', []).result).toBe('absent');
    expect(compare('index', undefined)).toEqual({ result: 'unreachable', findings: [] });
  });

  it('an image of a release without one is unexpected', () => {
    const passport = { ...samplePassport, image: undefined };
    expect(compare('image', [{ name: 'index', sha256: 'd'.repeat(64) }], passport)).toEqual({
      result: 'differs',
      findings: ['index unexpected'],
    });
    expect(compare('image', [], passport).result).toBe('absent');
  });
});
