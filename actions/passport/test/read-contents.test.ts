import { createHash } from 'node:crypto';
import type { FileList } from '@slipway/core/files/file-list';
import { describe, expect, it } from 'vitest';
import { inputs } from '../src/inputs.ts';
import { namePassport, readContents } from '../src/read-contents.ts';

const hex = (digit: string): string => digit.repeat(64);
const wheel = { name: 'demo-1.2.0-py3-none-any.whl', sha256: hex('a'), size: 1, kind: 'wheel' } as const;
const digests: FileList = [wheel, { name: 'demo-1.2.0.tar.gz', sha256: hex('b'), size: 1, kind: 'sdist' }];
const none = { digests, 'extra-digests': [], image: [], platforms: '' };
const image = [`ghcr.io/octo/demo@sha256:${hex('c')}`, 'ghcr.io/octo/demo:1.2.0'];
const platform = (name: string, digit: string) => ({
  platform: name,
  digest: `sha256:${hex(digit)}`,
  size: 3,
});

describe('readContents', () => {
  it('the digest of SHA256SUMS is that of the manifest that coreutils would write', () => {
    const text = `${hex('a')}  demo-1.2.0-py3-none-any.whl\n${hex('b')}  demo-1.2.0.tar.gz\n`;
    const manifest = readContents(none).files.find(({ kind }) => kind === 'manifest');
    expect(manifest?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('extra lists are joined, and none of their files is a distribution', () => {
    const text = ['manual.tar.gz', 'schema.json']
      .map((name) => JSON.stringify([{ name, sha256: hex('d'), size: 1, kind: 'sdist' }]))
      .join('\n');
    const { files } = readContents({
      ...none,
      'extra-digests': inputs['extra-digests'].parse(text, 'extra-digests'),
    });
    expect(files.filter(({ kind }) => kind === 'other').map(({ name }) => name)).toEqual([
      'manual.tar.gz',
      'schema.json',
    ]);
  });

  it('an image for one platform that is not an index has no platforms of its own', () => {
    const platforms = JSON.stringify([platform('linux/amd64', 'c')]);
    expect(readContents({ ...none, image, platforms }).image).toEqual({
      name: 'ghcr.io/octo/demo',
      digest: `sha256:${hex('c')}`,
      platforms: [],
    });
  });

  it('platforms with a variant or a version of Windows are kept as they are', () => {
    const names = ['linux/arm/v7', 'windows(10.0.17763.1577)/amd64'];
    const platforms = JSON.stringify(names.map((name, index) => platform(name, String(index))));
    expect(readContents({ ...none, image, platforms }).image?.platforms.map((each) => each.platform)).toEqual(
      names,
    );
  });

  it.each<[string, Partial<Parameters<typeof readContents>[0]>, string]>([
    ['no files', { digests: undefined }, 'Input "digests" is empty'],
    ['an empty list', { digests: [] }, 'Input "digests" is empty'],
    ['platforms without an image', { platforms: '[]' }, '"image" is empty'],
    ['an image by tag only', { image: ['ghcr.io/octo/demo:1.2.0'] }, 'names 0 images by digest'],
    [
      'two images',
      { image: [...image, `ghcr.io/octo/other@sha256:${hex('d')}`] },
      'names 2 images by digest',
    ],
    [
      'platforms that are cut off',
      { image, platforms: '[{"platform":"linux/amd' },
      'is not a list of platforms',
    ],
    ['a platform without a digest', { image, platforms: '[{"platform":"linux/amd64"}]' }, 'is not a list'],
    [
      'a platform twice',
      { image, platforms: JSON.stringify([platform('linux/amd64', 'd'), platform('linux/amd64', 'e')]) },
      'is not a list of platforms',
    ],
    [
      'a file twice',
      { 'extra-digests': [{ ...wheel, kind: 'other' }] },
      'Two things of this release are named "demo-1.2.0-py3-none-any.whl"',
    ],
    [
      'an extra file named like the manifest',
      { 'extra-digests': [{ ...wheel, name: 'SHA256SUMS' }] },
      'are named "SHA256SUMS"',
    ],
  ])('%s cannot be covered', (_what, changes, words) => {
    expect(() => readContents({ ...none, ...changes })).toThrow(
      expect.objectContaining({ code: 'E_PASSPORT_CONTENTS', message: expect.stringContaining(words) }),
    );
  });

  it('more subjects than GitHub stores cannot be covered', () => {
    const many = Array.from({ length: 1024 }, (_, index) => ({
      ...{ name: `demo-1.2.0-py3-none-any${index}.whl`, sha256: hex('a'), size: 1, kind: 'wheel' as const },
    }));
    expect(() => readContents({ ...none, digests: many })).toThrow('covers at most 1024');
    expect(readContents({ ...none, digests: many.slice(1) }).files).toHaveLength(1024);
  });
});

describe('namePassport', () => {
  it.each([
    ['an sdist', digests, 'demo-1.2.0.intoto.jsonl'],
    ['a wheel alone', digests.slice(0, 1), 'demo-1.2.0.intoto.jsonl'],
    ['neither', [], 'pkg-v1.2.0.intoto.jsonl'],
  ])('the file is named by %s', (_what, files, name) => {
    expect(namePassport(files, 'pkg/v1.2.0')).toBe(name);
  });
});
