import { createMemoryLog } from '@slipway/core/testing/memory-log';
import type { ProjectTags } from '@slipway/tags/project-tags';
import { parseTagFormat } from '@slipway/tags/tag-format';
import { describe, expect, it } from 'vitest';
import { readVersionTags } from '../src/history/version-tags.ts';

function readTags(
  names: readonly string[],
  given: { readonly name?: string; readonly format?: string } = {},
  log = createMemoryLog(),
): ProjectTags {
  const format = given.format === undefined ? undefined : parseTagFormat(given.format);
  const tags = names.map((name) => ({ name, commitSha: name }));
  return readVersionTags({ tags, name: given.name ?? 'demo', format }, log);
}

describe('the version tags of a repository', () => {
  it('the releases of a project are read in any of its spellings, the highest first', () => {
    const names = ['v1.9.0', '1.10.0', 'vnext', 'v1.10.0-rc.1', 'v1.9', 'demo-0.1', 'other-3.0'];
    expect(readTags(names).releases.map(({ name }) => name)).toEqual([
      '1.10.0',
      'v1.10.0-rc.1',
      'v1.9.0',
      'demo-0.1',
    ]);
  });

  it('version tags that are none of the project’s stop a release', () => {
    expect(() => readTags(['old-1.0'])).toThrow('release of demo: "old-1.0"');
  });

  it('a format that the newest releases do not have is named in a warning', () => {
    const log = createMemoryLog();
    readTags(['v1.0', 'v1.1'], { format: '{version}' }, log);
    expect(log.lines.join()).toContain(
      'The tag format is "{version}", and the newest releases are tagged like "v{version}", such as "v1.1".',
    );
  });
});
