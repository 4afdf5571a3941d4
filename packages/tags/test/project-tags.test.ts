import { formatVersion } from '@slipway/python/version/format-version';
import { parseVersion } from '@slipway/python/version/parse-version';
import { describe, expect, it } from 'vitest';
import { type ProjectTags, readProjectTags } from '../src/project-tags.ts';
import { parseTagFormat } from '../src/tag-format.ts';
import { formatTag } from '../src/tag-style.ts';

interface Given {
  readonly name?: string;
  readonly folder?: string;
  readonly format?: string;
  readonly version?: string;
}

function read(tags: readonly (string | readonly [string, string])[], given: Given = {}): ProjectTags {
  const { name = 'demo', folder, format, version } = given;
  return readProjectTags({
    tags: tags.map((tag) => (typeof tag === 'string' ? { name: tag } : { name: tag[0], commitSha: tag[1] })),
    name,
    package: folder,
    version: version === undefined ? undefined : parseVersion(version),
    format: format === undefined ? undefined : parseTagFormat(format),
  });
}

const write = (found: ProjectTags, version: string): string => formatTag(found.style, parseVersion(version));
const names = ({ releases }: ProjectTags): readonly string[] => releases.map(({ name }) => name);

describe('the next tag', () => {
  it.each<[tags: string[], name: string, version: string, tag: string]>([
    [[], 'demo', '0.1.0', 'v0.1.0'],
    [['2.7.0', '2.8.0'], 'urllib3', '2.9.0', '2.9.0'],
    [['demo-1.0', 'demo-1.1'], 'demo', '1.2', 'demo-1.2'],
    [['demo==1.2.3'], 'demo', '1.2.4', 'demo==1.2.4'],
    [['demo/v1.2.3', 'other/v9.0.0'], 'demo', '1.3.0', 'demo/v1.3.0'],
    [['demo@1.2.3'], 'demo', '1.3.0', 'demo@1.3.0'],
    [['my_lib/v1.0rc1'], 'my-lib', '1.0', 'my_lib/v1.0'],
    [['My.Lib-1.0'], 'my-lib', '1.1', 'My.Lib-1.1'],
    [['release-1.1', 'release-1.2'], 'demo', '1.3', 'release-1.3'],
    [['release/v1.2'], 'demo', '1.3', 'release/v1.3'],
    [['rel_2_1_8', 'rel_2_1_9'], 'sqlalchemy', '2.1.10', 'rel_2_1_10'],
    [['rel_2_0_0', 'rel_2_1_0b1'], 'sqlalchemy', '2.1.0b2', 'rel_2_1_0b2'],
    [['V1.0'], 'demo', '1.1', 'V1.1'],
    [['py3-demo-1.0', 'demo-0.9', 'demo-0.8'], 'demo', '1.1', 'demo-1.1'],
    [['2026.08.17', '2026.11.02'], 'demo', '2026.12.5', '2026.12.05'],
    [['2026.8.17', '2026.08.02', '2025.08.02'], 'demo', '2026.9.5', '2026.9.05'],
    [['24.04', '24.4.1'], 'demo', '24.5.0', '24.5.0'],
    [['v0.7.0-beta.1', 'v0.6.0'], 'demo', '0.7.0rc2', 'v0.7.0-rc.2'],
    [['v0.7.0-beta1', 'v0.6.0'], 'demo', '0.7.0a2', 'v0.7.0-alpha2'],
    [['v2.0rc1', 'v1.0-beta.1'], 'demo', '2.0b2', 'v2.0b2'],
    [['1!2.0', '1!2.1'], 'demo', '1!2.2', '1!2.2'],
  ])('after %j of %s, version %s is tagged "%s"', (tags, name, version, tag) => {
    expect(write(read(tags, { name }), version)).toBe(tag);
  });

  it('a stray tag does not change the style, and a switch counts from its second release on', () => {
    const bare = ['1.0.0', '1.1.0', '1.2.0'];
    expect(write(read(bare), '9.0')).toBe('9.0');
    expect(write(read([...bare, 'v1.3.0']), '9.0')).toBe('9.0');
    expect(write(read([...bare, 'v1.3.0', '1.4.0']), '9.0')).toBe('9.0');
    expect(write(read([...bare, 'v1.3.0', 'v1.4.0']), '9.0')).toBe('v9.0');
    expect(write(read(['1.0.0', 'v1.1.0']), '9.0')).toBe('9.0');
  });

  it('the last release is the highest over all spellings of the project', () => {
    expect(names(read(['1.0.0', 'v1.1.0', 'demo-1.2.0', 'Demo_v1.3.0', 'release-1.0.5']))).toEqual([
      'Demo_v1.3.0',
      'demo-1.2.0',
      'v1.1.0',
      'release-1.0.5',
      '1.0.0',
    ]);
  });

  it('two tags of one version are both releases, and the one of the style comes first', () => {
    expect(names(read(['v1.0', 'v1.1', '1.1', 'v1.2', '1.2']))).toEqual([
      'v1.2',
      '1.2',
      'v1.1',
      '1.1',
      'v1.0',
    ]);
  });

  it('SemVer spellings are read as the versions of PEP 440 that they are', () => {
    const found = read(['v0.7.0-beta.1', 'v0.7.0-rc.2', 'v0.7.0-alpha1', '1!1.0.0']);
    expect(found.releases.map(({ version }) => formatVersion(version))).toEqual([
      '1!1.0.0',
      '0.7.0rc2',
      '0.7.0b1',
      '0.7.0a1',
    ]);
  });
});

describe('what only looks like a release', () => {
  it('a shorter tag of the same version is floating, at whatever commit', () => {
    const { kinds } = read(['v1', 'v1.2', 'v1.2.0', 'v1.2.1', 'v1.10', 'v1.10.1']);
    expect(Object.fromEntries(kinds)).toEqual({
      v1: 'floating',
      'v1.2': 'floating',
      'v1.2.0': 'release',
      'v1.2.1': 'release',
      'v1.10': 'release',
      'v1.10.1': 'release',
    });
  });

  it('a shorter tag at the commit of a longer one is floating', () => {
    const tags = [
      ['v1.2', 'b'],
      ['v1.2.1', 'a'],
      ['v1.2.2', 'b'],
      ['v1.3', 'c'],
      ['v1.3.1', 'd'],
    ] as const;
    const { kinds } = read(tags);
    expect([kinds.get('v1.2'), kinds.get('v1.3')]).toEqual(['floating', 'release']);
  });

  it('one number is a release where no version has more', () => {
    expect(names(read(['v1', 'v2', 'v3']))).toEqual(['v3', 'v2', 'v1']);
    expect(write(read(['v1', 'v2', 'v3']), '4')).toBe('v4');
    expect(names(read(['v1', '1.4.2']))).toEqual(['1.4.2']);
  });

  it('lines, marks and other words are told apart', () => {
    const tags = [
      '2.1.x',
      'v3.x',
      'stable',
      'nightly',
      'nightly-2026-11-02',
      '9.2.0.dev0',
      '9.1.0',
      '4.1-retracted',
    ];
    expect(Object.fromEntries(read(tags).kinds)).toEqual({
      '2.1.x': 'line',
      'v3.x': 'line',
      stable: 'other',
      nightly: 'other',
      'nightly-2026-11-02': 'unread',
      '9.2.0.dev0': 'development',
      '9.1.0': 'release',
      '4.1-retracted': 'unread',
    });
  });
});

describe('packages of a monorepo', () => {
  const tags = ['v3.0.0', 'liba-v1.0.0', 'libb/v2.0.0', 'packages/libc-v4.0'];

  it('a package has its own tags, by its name, its folder or its path', () => {
    expect(names(read(tags, { name: 'liba', folder: 'packages/liba' }))).toEqual(['liba-v1.0.0']);
    expect(names(read(tags, { name: 'acme-libb', folder: 'packages/libb' }))).toEqual(['libb/v2.0.0']);
    expect(names(read(tags, { name: 'acme-c', folder: './packages/libc/' }))).toEqual(['packages/libc-v4.0']);
  });

  it('the root has the tags without a name', () => {
    expect(names(read(tags, { name: 'acme' }))).toEqual(['v3.0.0']);
    expect(names(read(tags, { name: 'acme', folder: '.' }))).toEqual(['v3.0.0']);
  });

  it('a new package is tagged as its siblings are', () => {
    const found = read(['liba-v1.0.0', 'libb-v2.0.0'], { name: 'libc', folder: 'packages/libc' });
    expect(found.releases).toEqual([]);
    expect(write(found, '0.1.0')).toBe('libc-v0.1.0');
  });

  it('packages share the tags of a repository that names none', () => {
    expect(names(read(['1.9.0', '1.10.0'], { name: 'liba', folder: 'libs/liba' }))).toEqual([
      '1.10.0',
      '1.9.0',
    ]);
  });
});

describe('a format that somebody set', () => {
  it.each<[format: string, tags: string[], version: string, tag: string]>([
    ['{name}-v{version}', [], '1.0', 'demo-v1.0'],
    ['{name}-v{version}', ['Demo-v0.9'], '1.0', 'Demo-v1.0'],
    ['{version}', ['v1.0', 'v1.1'], '1.2', '1.2'],
    ['rel_{version}', [], '1.2', 'rel_1_2'],
    ['rel_{version}', ['rel_1.1'], '1.2', 'rel_1.2'],
    ['{name}_{version}', [], '1.2', 'demo_1.2'],
    ['{name}=={version}', [], '1.2', 'demo==1.2'],
    ['api/v{version}', ['api/v1.0', 'v7.0'], '1.1', 'api/v1.1'],
  ])('%s after %j writes version %s as "%s"', (format, tags, version, tag) => {
    expect(write(read(tags, { format }), version)).toBe(tag);
  });

  it('another style of the newest releases is named', () => {
    expect(read(['v1.0', 'v1.1'], { format: '{version}' }).contradicted?.prefix).toBe('v');
    expect(read(['v1.0', '1.1', '1.2'], { format: '{version}' }).contradicted).toBeUndefined();
    expect(read(['v1.0', 'v1.1'], { format: 'v{version}' }).contradicted).toBeUndefined();
  });

  it('a package whose format has a word of its own does not read the tags of the root', () => {
    const found = read(['v7.0', 'liba-v1.0'], {
      name: 'acme-a',
      folder: 'packages/a',
      format: 'liba-v{version}',
    });
    expect(names(found)).toEqual(['liba-v1.0']);
    expect(found.contradicted).toBeUndefined();
  });
});

describe('a package that changed to tags without its name', () => {
  const tags = ['demo-python-6.1', 'demo-ruby-2.0', 'demo-6.8', 'demo-6.9', 'v6.10', 'v6.11', 'v5.0.0'];

  it('it is known by the version in its files, and goes on with the newest style', () => {
    const found = read(tags, { folder: 'demo', version: '6.11' });
    expect(names(found).slice(0, 2)).toEqual(['v6.11', 'v6.10']);
    expect(write(found, '6.12')).toBe('v6.12');
  });

  it.each([
    ['whose version has a tag with its name', ['demo-6.9', 'v6.9'], '6.9', 'demo-6.10'],
    ['whose version has no tag', tags, '7.0', 'demo-6.10'],
    ['whose version is not known', tags, undefined, 'demo-6.10'],
  ])('one %s has the tags with its name', (_, given, version, tag) => {
    const found = read(given, { folder: 'demo', ...(version === undefined ? {} : { version }) });
    expect(write(found, '6.10')).toBe(tag);
  });
});
