import { formatVersion } from '@slipway/python/version/format-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { describe, expect, it } from 'vitest';
import { judgeTag } from '../src/at-tag/tag-kind.ts';

const tags = [
  '1.0.0',
  '1.1.0rc1',
  '1.1.0',
  '1.2.0.dev0',
  '1.2.0.dev1',
  '1',
  '1.1',
  '1.x',
  'stable',
  'other-v2.0',
  '1.0-old',
];
const judge = (tag: string, isAsked = false) =>
  judgeTag(readProjectTags({ tags: tags.map((name) => ({ name })), name: 'demo' }), tag, isAsked);

describe('a run at a tag', () => {
  it.each([
    ['1.1.0', '1.1.0', '1.1.0rc1'],
    ['1.1.0rc1', '1.1.0rc1', '1.0.0'],
    ['1.0.0', '1.0.0', undefined],
    ['1.2.0.dev1', '1.2.0.dev1', '1.1.0'],
  ])('at %s is a release of version %s, after %s', (tag, version, previous) => {
    const { release, previous: before } = judge(tag) as Extract<
      ReturnType<typeof judge>,
      { previous: unknown }
    >;
    expect(release && formatVersion(release.version)).toBe(version);
    expect(before?.name).toBe(previous);
  });

  it.each([
    ['1', 'is a floating tag'],
    ['1.1', 'is a floating tag'],
    ['1.x', 'is the name of a line of versions'],
    ['1.2.0.dev0', 'marks where the development of a version began'],
    ['stable', 'is not the tag of a version'],
    ['other-v2.0', 'is a tag of something else; tags of releases are like "{version}"'],
    ['1.0-old', 'contains a version in another form'],
  ])('at %s releases nothing: it %s', (tag, why) => {
    expect(judge(tag)).toMatchObject({ release: undefined, why: expect.stringContaining(`"${tag}" ${why}`) });
  });

  it('a mark of development is a release when the run was started there', () => {
    expect(judge('1.2.0.dev0', true).release?.name).toBe('1.2.0.dev0');
    expect(judge('stable', true).release).toBeUndefined();
  });
});
