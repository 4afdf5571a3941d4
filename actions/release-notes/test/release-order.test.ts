import { createCannedClient } from '@slipway/github/testing/canned-client';
import { parseVersion } from '@slipway/python/version/parse-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { describe, expect, it } from 'vitest';
import { findPreviousTag, isHighestStable } from '../src/release-order.ts';
import type { ReleaseTarget } from '../src/release-target.ts';

const name = 'octo/demo';

const target = (text: string, tags: readonly string[], isPrerelease = false): ReleaseTarget => ({
  ...{ tag: `v${text}`, version: parseVersion(text), versionText: text },
  ...{ isPrerelease, commitSha: 'a'.repeat(40), date: '2026-01-01' },
  siblings: readProjectTags({ tags: tags.map((tag) => ({ name: tag })), name: 'demo' }).releases,
});

describe('the release before', () => {
  it.each([
    ['1.2.0', ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0'], 'v1.1.0'],
    ['1.2.0', ['v1.1.0', 'v1.0.0'], 'v1.1.0'],
    // A final release is compared with a final one, a pre-release with whatever is next to it.
    ['1.2.0', ['v1.1.0', 'v1.2.0rc1'], 'v1.1.0'],
    ['1.2.0rc2', ['v1.1.0', 'v1.2.0rc1'], 'v1.2.0rc1'],
    ['1.2.0rc1', ['v1.1.0', 'v1.2.0'], 'v1.1.0'],
    // In the order of versions, not of their names.
    ['1.10.0', ['v1.9.0', 'v1.2.0'], 'v1.9.0'],
    ['1.0.0', ['v1.0.0', 'v2.0.0'], undefined],
    ['1.0.0', [], undefined],
    ['1.2.0', ['vnext', 'v'], undefined],
    // A floating tag is no release, and a project that changed its style is the same project.
    ['1.2.1', ['v1', 'v1.2', 'v1.2.0', 'v1.2.1'], 'v1.2.0'],
    ['1.2.0', ['1.0.0', 'demo-1.1.0', 'other-1.1.5'], 'demo-1.1.0'],
    ['1.2.0', ['1.1.0', '1.1.1.dev0'], '1.1.0'],
  ] as const)('the previous release of %s among %j is %s', (version, tags, expected) => {
    expect(findPreviousTag(target(version, tags))).toBe(expected);
  });
});

describe('the latest release', () => {
  const release = (tag: string, more: Readonly<Record<string, unknown>> = {}) => ({
    ...{ id: 1, tag_name: tag, name: tag, body: '', draft: false, prerelease: false },
    ...{ html_url: 'https://github.com/octo/demo', assets: [] },
    ...more,
  });
  const isLatest = (of: ReleaseTarget, releases: readonly unknown[]) => {
    const { repository, asked } = createCannedClient({ [`/repos/${name}/releases?per_page=100`]: releases });
    return isHighestStable(repository, of).then((result) => ({ result, asked }));
  };

  it.each([
    ['1.2.0', ['v1.2.0'], [], true],
    ['1.2.0', ['v1.1.0', 'v1.2.0', 'v1.10.0'], [], false],
    ['1.10.0', ['v1.9.0'], [], true],
    // Tags count, whether there is a release on GitHub or not.
    ['1.2.4', ['v3.0.0'], [], false],
    ['1.2.4', ['3.0.0'], [], false],
    ['1.2.0', ['v2.0.0'], [release('v2.0.0', { prerelease: true })], true],
    ['1.2.0', ['v2.0.0rc1', 'nightly', 'v2', 'other-9.0'], [], true],
  ] as const)(
    'the latest release is %s beside the tags %j and the releases %j: %s',
    async (version, tags, releases, expected) => {
      expect((await isLatest(target(version, tags), releases)).result).toBe(expected);
    },
  );

  it('the latest release is never a pre-release, whatever else there is', async () => {
    expect(await isLatest(target('1.2.0', [], true), [])).toEqual({ result: false, asked: [] });
  });
});
