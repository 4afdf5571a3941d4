import { describe, expect, it } from 'vitest';
import { formatPlatform, normalizePlatform } from '../../src/image/platform.ts';

const parse = (text: string) => {
  const [, os, version, architecture, variant] =
    /^([^/(]+)(?:\(([^)]+)\))?\/([^/]+)(?:\/(.+))?$/.exec(text) ?? [];
  return { os, 'os.version': version, architecture, variant };
};

describe('platform names', () => {
  it.each(['linux/amd64', 'linux/arm64/v8', 'windows(10.0.17763.1577)/amd64'])(
    'the platform %s is formatted as in containerd',
    (text) => {
      expect(formatPlatform(parse(text))).toBe(text);
    },
  );

  it('an incomplete or unknown platform has no name', () => {
    for (const fields of [
      undefined,
      {},
      { os: 'linux' },
      { architecture: 'amd64' },
      { os: 7, architecture: 'amd64' },
    ])
      expect([formatPlatform(fields), normalizePlatform(fields)]).toEqual([undefined, undefined]);
    expect(normalizePlatform({ os: 'unknown', architecture: 'unknown' })).toBeUndefined();
  });

  // github.com/containerd/platforms, database.go.
  it.each([
    ['linux/aarch64', 'linux/arm64'],
    ['linux/aarch64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/arm64/v9', 'linux/arm64/v9'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/5', 'linux/arm/v5'],
    ['linux/x86_64', 'linux/amd64'],
    ['Linux/x86-64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v2', 'linux/amd64/v2'],
    ['linux/i386', 'linux/386'],
    ['macOS/aarch64', 'darwin/arm64'],
    ['linux/s390x', 'linux/s390x'],
    ['windows(10.0.17763)/x86_64', 'windows(10.0.17763)/amd64'],
  ])('every spelling of a platform is normalized: %s is %s', (text, name) => {
    expect(normalizePlatform(parse(text))).toBe(name);
    expect(normalizePlatform(parse(name))).toBe(name);
  });
});
