import { formatSize } from '@slipway/core/text/format-size';
import { describe, expect, it } from 'vitest';
import type { WorldState } from '../../src/expectations/observe-world.ts';
import { describeChannels } from '../../src/report/channel-states.ts';
import { parseDiff } from '../../src/report/diff-report.ts';
import { formatDuration } from '../../src/report/duration.ts';
import { formatDate } from '../../src/report/html/numbers.ts';

const plain = (text: string): string => text.replaceAll('\u00A0', ' ');

describe('numbers in a report', () => {
  it('durations are written in the unit that a reader counts in', () => {
    const cases = [0, 0.04, 0.05, 5.26, 59.94, 59.96, 64, 3_599, 3_720];
    expect(cases.map((seconds) => plain(formatDuration(seconds)))).toEqual([
      ...[
        '<0.1 s',
        '<0.1 s',
        '0.1 s',
        '5.3 s',
        '59.9 s',
        '1 min 00 s',
        '1 min 04 s',
        '59 min 59 s',
        '1 h 02 min',
      ],
    ]);
  });

  it('sizes are decimal, and dates are in UTC', () => {
    expect([178, 999, 1_000, 2_506, 999_949, 48_100_000].map(formatSize).map(plain)).toEqual([
      ...['178 B', '999 B', '1.0 kB', '2.5 kB', '999.9 kB', '48.1 MB'],
    ]);
    expect(formatDate('2026-11-29T16:46:00Z')).toBe('29 November 2026, 16:46 UTC');
    expect(formatDate('x')).toBe('');
  });
});

describe('the diff of a report', () => {
  it('each file has its lines without the header, also one that is new, deleted or binary', () => {
    const text = `diff --git a/a b b/a b
index 1..2 100644
--- a/a b\t
+++ b/a b\t
@@ -1 +1 @@
-x
+y
diff --git a/new b/new
new file mode 100644
--- /dev/null
+++ b/new
@@ -0,0 +1 @@
+z
diff --git a/old b/old
--- a/old
+++ /dev/null
@@ -1 +0,0 @@
-z
diff --git a/x.png b/x.png
Binary files a/x.png and b/x.png differ
`;
    expect(parseDiff(text)).toEqual([
      { path: 'a b', lines: ['@@ -1 +1 @@', '-x', '+y'], dropped: 0 },
      { path: 'new', lines: ['@@ -0,0 +1 @@', '+z'], dropped: 0 },
      { path: 'old', lines: ['@@ -1 +0,0 @@', '-z'], dropped: 0 },
      { path: 'a/x.png b/x.png', lines: [], dropped: 0 },
    ]);
  });

  it('a long file is cut, and the cut is counted', () => {
    const body = Array.from({ length: 500 }, () => '+x').join('\n');
    const [file] = parseDiff(`diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,500 @@\n${body}\n`);
    expect(file).toMatchObject({ path: 'a', dropped: 381 });
  });
});

const empty: WorldState = {
  ...{ defaultBranch: 'main', branches: {}, tags: {}, pypi: [], testPypi: [], packages: [], releases: [] },
  ...{ latestRelease: undefined, pullRequests: 0, passports: [], attestations: [], summaries: [] },
};
const pack = (name: string, tags: Record<string, string>, files: readonly string[]) => ({
  ...{ name, tags, manifests: ['sha256:1'] },
  files: { '1.2.0': new Map(files.map((file) => [file, 'x'])) },
});

describe('the channels after an attempt', () => {
  it('what was there before a release is not counted', () => {
    const old = { ...empty, packages: [pack('demo/pypi/demo', { '1.1.0': 'sha256:1' }, ['a'])] };
    expect(describeChannels(old, old, 'v1').map(({ state }) => state)).toEqual([
      'none',
      'none',
      'none',
      'none',
      'none',
    ]);
  });

  it('a draft and an image without a tag are half way', () => {
    const release = { id: 1, tagName: 'v1', draft: true, prerelease: false, body: '', assets: [] };
    const after = {
      ...empty,
      releases: [release],
      packages: [pack('demo', {}, []), pack('demo/pypi/demo', { '1.2.0': 'sha256:1' }, ['a', 'b'])],
      tags: { v1: { type: 'annotated' as const, object: 'o', commit: 'c'.repeat(40) } },
    };
    expect(describeChannels(empty, after, 'v1')).toEqual([
      { channel: 'PyPI', state: 'none', detail: 'nothing uploaded' },
      { channel: 'GitHub Packages', state: 'done', detail: '2 files' },
      { channel: 'Container image', state: 'partial', detail: 'pushed, no tag' },
      { channel: 'GitHub Release', state: 'partial', detail: 'draft, 0 assets' },
      { channel: 'Tag and commit', state: 'done', detail: 'v1 at ccccccc' },
    ]);
  });
});
