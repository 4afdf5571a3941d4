import type { ReleasePassport } from '../../src/passport/passport.ts';

const hex = (digit: string): string => digit.repeat(64);

/** For tests: a release with a wheel, an sdist, their checksums, a manual, and an image for two platforms. */
export const samplePassport: ReleasePassport = {
  repository: 'https://github.com/octo/demo',
  ref: 'refs/tags/v1.2.0',
  commit: '9f1c2b3a4d5e6f708192a3b4c5d6e7f801234567',
  files: [
    { name: 'SHA256SUMS', sha256: hex('1'), kind: 'manifest' },
    { name: 'demo-1.2.0-py3-none-any.whl', sha256: hex('2'), kind: 'wheel' },
    { name: 'demo-1.2.0.tar.gz', sha256: hex('3'), kind: 'sdist' },
    { name: 'manual.tar.gz', sha256: hex('4'), kind: 'other' },
  ],
  image: {
    name: 'ghcr.io/octo/demo',
    digest: `sha256:${hex('5')}`,
    platforms: [
      { platform: 'linux/amd64', digest: `sha256:${hex('6')}` },
      { platform: 'linux/arm64', digest: `sha256:${hex('7')}` },
    ],
  },
};
