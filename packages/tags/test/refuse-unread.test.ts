import { describe, expect, it } from 'vitest';
import { readProjectTags } from '../src/project-tags.ts';
import { refuseUnreadTags } from '../src/refuse-unread.ts';
import { parseTagFormat } from '../src/tag-format.ts';

function check(tags: readonly string[], given: { folder?: string; format?: string } = {}): void {
  const question = {
    name: 'demo',
    package: given.folder,
    format: given.format === undefined ? undefined : parseTagFormat(given.format),
  };
  refuseUnreadTags(readProjectTags({ ...question, tags: tags.map((name) => ({ name })) }), question);
}

describe('version tags that are not the project’s', () => {
  it('they stop a release, which names them', () => {
    expect(() => check(['oldname-1.0', 'oldname-1.1', 'stable'])).toThrow(
      'No tag of the repository has the form of a release of demo: "oldname-1.0", "oldname-1.1". Nothing was written.',
    );
    expect(() => check(['1.0-retracted'])).toThrow('"1.0-retracted"');
    expect(() => check(['2024-01-15'])).toThrow('"2024-01-15"');
  });

  it('a long list is cut', () => {
    expect(() => check(['1', '2', '3', '4', '5', '6', '7'].map((each) => `old-1.${each}`))).toThrow(
      '"old-1.5" and 2 more.',
    );
  });

  it('they stop nothing beside releases of the project, without a version, or with a format', () => {
    expect(() => check(['4v0.21.6', 'v1.0', 'other-2.0'])).not.toThrow();
    expect(() => check(['stable', 'nightly', '2.x'])).not.toThrow();
    expect(() => check(['oldname-1.0'], { format: 'v{version}' })).not.toThrow();
  });

  it('a new package beside packages with tags of their own is a first release', () => {
    expect(() => check(['liba-v1.0', 'v2.0'], { folder: 'packages/demo' })).not.toThrow();
    expect(() => check(['1.0-old'], { folder: 'packages/demo' })).toThrow('"1.0-old"');
  });
});
