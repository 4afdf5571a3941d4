import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../pypi-publish/test/support/distributions.ts';
import { groupReleases, isWholeRelease, toPackageSource } from '../src/group-releases.ts';
import { readDistributions } from './support/unit-context.ts';

const linux = wheel({ tags: 'cp313-cp313-manylinux_2_17_x86_64' });

describe('groupReleases', () => {
  it('files are grouped by normalized project name and sorted by name', async () => {
    const files = await readDistributions([
      wheel({ name: 'Zoo_Keeper' }),
      wheel(),
      sdist(),
      sdist({ name: 'zoo.keeper' }),
    ]);
    const releases = groupReleases(files);
    expect(releases.map(({ project, version, files: own }) => [project, version, own.length])).toEqual([
      ['demo', '1.2.0', 2],
      ['Zoo_Keeper', '1.2.0', 2],
    ]);
  });

  it('an empty file list has no releases', () => {
    expect(groupReleases([])).toEqual([]);
  });
});

describe('completeness of a file list', () => {
  const isWhole = async (files: Parameters<typeof readDistributions>[0], isPromised: boolean) =>
    groupReleases(await readDistributions(files)).map((release) => isWholeRelease(release, isPromised));

  it.each([
    ['an sdist', [linux, sdist()]],
    ['a wheel for every platform', [linux, wheel()]],
  ])('a promised file list with %s is a complete release', async (_what, files) => {
    expect(await isWhole(files, true)).toEqual([true]);
    expect(await isWhole(files, false)).toEqual([false]);
  });

  it('a file list with only platform wheels is a partial release', async () => {
    expect(await isWhole([linux], true)).toEqual([false]);
  });
});

describe('toPackageSource', () => {
  it('a source has digests, URLs, the required Python version and bytes from any offset', async () => {
    const file = wheel({
      headers: [
        'Requires-Python: >=3.9',
        'Project-URL: Home page, https://example.org/a,b',
        'Project-URL: Source,https://example.org/source',
        'Project-URL: https://example.org/without-a-label',
        'Project-URL: , https://example.org/empty-label',
      ],
    });
    const [read] = await readDistributions([file]);
    if (read === undefined) throw new Error('nothing was read');
    const source = toPackageSource(read);
    const metadata = read.distribution.members.find(({ name }) => name.endsWith('.dist-info/METADATA'));
    expect(source).toMatchObject({
      fileName: file.name,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      size: file.bytes.byteLength,
      requiresPython: '>=3.9',
      metadataSha256: metadata?.sha256,
      projectUrls: {
        'Home page': 'https://example.org/a,b',
        Source: 'https://example.org/source',
      },
    });
    expect(metadata?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(source.projectUrls)).toHaveLength(2);
    expect(await buffer(source.open(0))).toEqual(file.bytes);
    expect(await buffer(source.open(10))).toEqual(file.bytes.subarray(10));
  });

  it('an sdist has no metadata digest', async () => {
    const [read] = await readDistributions([sdist()]);
    if (read === undefined) throw new Error('nothing was read');
    expect(toPackageSource(read)).toMatchObject({ metadataSha256: undefined, requiresPython: undefined });
  });
});
