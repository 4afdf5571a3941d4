import { describe, expect, it } from 'vitest';
import { judgeCollection, type LegFiles } from '../src/judge-collection.ts';

/** What a job listed. */
function list(artifact: string, ...names: readonly string[]): LegFiles {
  const kindOf = (name: string) =>
    name.endsWith('.whl')
      ? ('wheel' as const)
      : name.endsWith('.tar.gz')
        ? ('sdist' as const)
        : ('other' as const);
  return {
    artifact,
    files: names.map((name) => ({ name, sha256: 'a'.repeat(64), size: 1, kind: kindOf(name) })),
  };
}

const sdist = list('python-dist', 'demo-1.0.tar.gz', 'demo-1.0.tar.gz.cdx.json');
const linux = list(
  'wheels-linux-x86_64',
  'demo-1.0-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
  'demo-1.0-cp313-cp313-musllinux_1_2_x86_64.whl',
);
const windows = list('wheels-windows-amd64', 'demo-1.0-cp313-cp313-win_amd64.whl');

describe('what several jobs built', () => {
  it('an sdist and the wheels of two platforms are one release', () => {
    const expected = ['linux-x86_64', 'windows-amd64', 'cp313-win_amd64', 'cp312-manylinux_x86_64'];
    expect(judgeCollection([sdist, linux, windows], expected)).toEqual([]);
  });

  it.each<[string, readonly LegFiles[], readonly string[], RegExp]>([
    ['wheels without their sdist', [linux], [], /^there are 0 sdists/],
    ['an sdist of a job of its own', [sdist, list('more', 'demo-1.0.tar.gz')], [], /^there are 2 sdists/],
    [
      'a wheel for Linux from a job for macOS',
      [sdist, list('wheels-macos-arm64', 'demo-1.0-cp313-cp313-manylinux_2_17_x86_64.whl')],
      [],
      /manylinux_2_17_x86_64\.whl in wheels-macos-arm64 is not for macos-arm64/,
    ],
    [
      'an sdist from the job of a platform',
      [list('wheels-linux-x86_64', 'demo-1.0.tar.gz')],
      [],
      /demo-1\.0\.tar\.gz in wheels-linux-x86_64 is not for linux-x86_64/,
    ],
    [
      'a wheel for one platform next to the sdist',
      [list('python-dist', 'demo-1.0.tar.gz', 'demo-1.0-cp313-cp313-win_amd64.whl')],
      [],
      /is not for any/,
    ],
    [
      'a wheel of another version',
      [sdist, list('wheels-windows-amd64', 'demo-1.1-cp313-cp313-win_amd64.whl')],
      [],
      /they are of 2 releases: demo 1\.0 .*demo 1\.1/,
    ],
    [
      'a wheel of another project',
      [sdist, list('wheels-windows-amd64', 'other-1.0-cp313-cp313-win_amd64.whl')],
      [],
      /they are of 2 releases/,
    ],
    [
      'a platform that built nothing',
      [sdist, linux],
      ['windows-amd64'],
      /no wheel was built for windows-amd64/,
    ],
    ['a build without a wheel', [sdist, linux], ['cp314-manylinux_x86_64'], /no wheel was built for cp314/],
    [
      'a file that is no distribution',
      [sdist, list('x-linux-x86_64', 'Demo-1.0-py3.whl')],
      [],
      /is not the name/,
    ],
  ])('%s is rejected', (_, lists, expected, message) => {
    expect(judgeCollection(lists, expected).join('; ')).toMatch(message);
  });

  it('something unknown that is expected is a fault of the input', () => {
    expect(() => judgeCollection([sdist], ['linux'])).toThrow(/"linux", which is neither a platform/);
  });
});
