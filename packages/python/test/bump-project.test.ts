import { describe, expect, it } from 'vitest';
import { bumpProject } from '../src/version/bump-project.ts';
import type { BumpKind } from '../src/version/bump-version.ts';
import { formatVersion } from '../src/version/format-version.ts';
import { parseVersion } from '../src/version/parse-version.ts';

function next(kind: BumpKind, current: string, last: string | undefined, released: readonly string[] = []) {
  const { version, from, isInFiles } = bumpProject(kind, {
    ...{ current: parseVersion(current), isFromTags: false },
    last: last === undefined ? undefined : parseVersion(last),
    isReleased: (each) => released.includes(formatVersion(each)),
  });
  return [formatVersion(version), formatVersion(from), isInFiles];
}

describe('the next version of a project', () => {
  it.each<[BumpKind, string, string | undefined, [string, string, boolean]]>([
    ['minor', '1.2.0', '1.2.0', ['1.3.0', '1.2.0', false]],
    ['minor', '1.0.0', '1.2.0', ['1.3.0', '1.2.0', false]],
    ['minor', '1.3.0', '1.2.0', ['1.3.0', '1.2.0', true]],
    ['patch', '1.3.0', '1.2.0', ['1.3.0', '1.2.0', true]],
    ['release', '1.3.0', '1.2.0', ['1.3.0', '1.2.0', true]],
    ['major', '1.3.0', '1.2.0', ['2.0.0', '1.3.0', false]],
    ['minor', '1.2.1', '1.2.0', ['1.3.0', '1.2.1', false]],
    ['patch', '1.3.0.dev0', '1.2.0', ['1.3.0', '1.3.0.dev0', false]],
    ['rc', '1.3.0', '1.2.0', ['1.3.1rc1', '1.3.0', false]],
    ['minor', '1.1.0', undefined, ['1.2.0', '1.1.0', false]],
  ])('"%s" of files with %s after the release %s gives %j', (kind, current, last, expected) => {
    expect(next(kind, current, last)).toEqual(expected);
  });

  it('files with a version that another line has released are raised once more', () => {
    expect(next('minor', '1.3.0', '1.2.0', ['1.3.0'])).toEqual(['1.4.0', '1.3.0', false]);
  });
});
