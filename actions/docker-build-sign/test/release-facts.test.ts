import { createMemoryLog } from '@slipway/core/testing/memory-log';
import { describe, expect, it } from 'vitest';
import { noticeOwnLabels } from '../src/build/own-labels.ts';
import type { Context } from '../src/inputs.ts';
import { readVersion } from '../src/read-version.ts';
import { refuseMissingPlatforms } from '../src/tag/refuse-missing-platforms.ts';

function context(inputs: Readonly<Record<string, unknown>>, job: Readonly<Record<string, unknown>> = {}) {
  const log = createMemoryLog();
  return { context: { inputs, job, log } as unknown as Context, log };
}

describe('image version', () => {
  const read = (inputs: Readonly<Record<string, unknown>>, refName = 'v1.2.0', refType = 'tag'): string =>
    readVersion(
      context({ version: undefined, tags: [], mode: 'all', ...inputs }, { refType, refName }).context,
    );

  it('the version comes from the input, or else from the tag of the run', () => {
    expect(read({ version: 'v2.0RC1' })).toBe('2.0rc1');
    expect(read({})).toBe('1.2.0');
  });

  it('no version is required if tags are given', () => {
    expect(read({ tags: ['edge'] })).toBe('');
    expect(read({ version: '3.0', tags: ['edge'] })).toBe('3.0');
  });

  it.each(['all', 'promote'])('the mode %s fails on a branch and for a tag without a version', (mode) => {
    expect(() => read({ mode }, 'v1.2.0', 'branch')).toThrow(/The image would have no tag/);
    expect(() => read({ mode }, 'nightly')).toThrow(/The image would have no tag/);
  });

  it.each(['stage', 'merge'])('the mode %s needs no version', (mode) => {
    expect(read({ mode }, 'main', 'branch')).toBe('');
  });
});

describe('user labels for version and commit', () => {
  const notices = (
    labels: readonly (readonly [string, string])[],
    annotations: readonly object[] = [],
  ): readonly string[] => {
    const { context: own, log } = context({ labels: new Map(labels), annotations }, { sha: 'abc' });
    noticeOwnLabels(own, '1.0');
    return log.lines;
  };
  const name = (key: string): string => `org.opencontainers.image.${key}`;

  it('different labels are reported in one notice', () => {
    const annotations = [{ key: name('version'), value: '9' }];
    expect(
      notices(
        [
          [name('version'), '9'],
          [name('revision'), 'def'],
        ],
        annotations,
      ),
    ).toEqual([
      expect.stringMatching(
        /Keeping org\.opencontainers\.image\.version=9, org\.opencontainers\.image\.revision=def as set/,
      ),
    ]);
  });

  it('equal and unrelated labels produce no notice', () => {
    expect(
      notices([
        [name('version'), '1.0'],
        [name('revision'), 'abc'],
        [name('title'), 'x'],
        ['version', '9'],
      ]),
    ).toEqual([]);
  });
});

describe('image platforms', () => {
  const check = (platforms: readonly string[], found: readonly string[], mode = 'merge'): void =>
    refuseMissingPlatforms(context({ platforms, mode }).context, `sha256:${'a'.repeat(64)}`, found);

  it('requested and additional platforms are accepted', () => {
    expect(() => check(['linux/amd64'], ['linux/amd64', 'linux/arm64'])).not.toThrow();
    expect(() => check([], [])).not.toThrow();
  });

  it('a missing platform is rejected in a merge and in a released version', () => {
    expect(() => check(['linux/amd64', 'linux/arm64'], ['linux/amd64'])).toThrow(
      expect.objectContaining({
        code: 'E_DOCKER_MERGE',
        message: expect.stringMatching(/is for linux\/amd64. Missing: linux\/arm64\./),
      }),
    );
    expect(() => check(['linux/arm64'], [], 'all')).toThrow(
      expect.objectContaining({ code: 'E_DOCKER_TAG_TAKEN' }),
    );
    expect(() => check(['linux/arm64'], [])).toThrow(/is for no platform/);
  });
});
