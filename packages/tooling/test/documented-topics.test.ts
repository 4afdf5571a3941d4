import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../src/bundles/bundles.ts';

/** What maintainers ask, with the page and the heading that answers it; every link of a page is checked elsewhere. */
const topics: readonly (readonly [question: string, page: string, heading: RegExp])[] = [
  ['copy the workflow', 'README.md', /^## Quick start$/m],
  ['call the workflows', 'docs/call-the-workflows.md', /^## Release a Python package$/m],
  ['compose the steps', 'docs/compose-steps.md', /^# /m],
  ['trusted publishing', 'docs/environments.md', /^## Register the trusted publisher$/m],
  ['environments and gates', 'docs/environments.md', /^## Require an approval before PyPI$/m],
  ['the first real release', 'docs/first-release.md', /^## Try TestPyPI$/m],
  ['tag styles', 'docs/tags.md', /^# Tags$/m],
  ['version sources', 'docs/versions.md', /^# Versions$/m],
  ['automatic bumps', 'docs/automatic-bumps.md', /^# /m],
  ['changelogs', 'docs/changelogs.md', /^# /m],
  ['release notes', 'docs/release-notes.md', /^# /m],
  ['native wheels', 'docs/native-wheels.md', /^## Build the wheels of one platform$/m],
  ['containers and signing', 'docs/container-images.md', /^# /m],
  ['GitHub Packages', 'docs/github-packages.md', /^# /m],
  ['monorepos', 'docs/tags.md', /^## .*package/im],
  [
    'protected branches',
    'docs/protected-branches.md',
    /^## Release from a branch that requires pull requests$/m,
  ],
  ['release pull requests', 'docs/release-pull-requests.md', /^# /m],
  ['only some channels', 'docs/channels.md', /^## Leave out PyPI$/m],
  ['tests before a release', 'docs/extra-steps.md', /^## Test before anything is public$/m],
  ['announcements and documentation after it', 'docs/extra-steps.md', /^## Announce a release$/m],
  ['private repositories', 'docs/private-repositories.md', /^# /m],
  ['other servers, runners and proxies', 'docs/self-hosted.md', /^## Connect through a proxy$/m],
  ['act', 'docs/act.md', /^## Know what does not work$/m],
  ['migration', 'docs/migrate.md', /^## Move from python-semantic-release/m],
  ['verification by those who install', 'docs/passport.md', /^## Verify a file with gh$/m],
  ['a bad release', 'docs/bad-release.md', /^# /m],
  ['errors', 'docs/errors.md', /^# /m],
  ['the security model', 'docs/security.md', /^# /m],
  ['pinning and updating', 'docs/updating.md', /^# /m],
  ['cleaning up ghcr', 'docs/clean-up-ghcr.md', /^## Delete old pre-releases and test images$/m],
];

const read = (page: string): string => readFileSync(join(repositoryRoot, page), 'utf8');

const follow = (page: string): string[] =>
  [...read(page).matchAll(/\]\(([^)\s#:]+)(?:#[^)\s]*)?\)/g)]
    .map(([, address = '']) => relative(repositoryRoot, resolve(repositoryRoot, dirname(page), address)))
    .filter((path) => path.endsWith('.md') && existsSync(join(repositoryRoot, path)));

it('every question of a maintainer is answered at most two links from the README', () => {
  const first = follow('README.md');
  const reached = new Set(['README.md', ...first, ...first.flatMap(follow)]);
  expect(topics).toHaveLength(30);
  expect(topics.filter(([, page]) => !reached.has(page)).map(([question]) => question)).toEqual([]);
  expect(
    topics.filter(([, page, heading]) => !heading.test(read(page))).map(([question]) => question),
  ).toEqual([]);
});

it('the page on migration has a section for each of at least five set-ups', () => {
  expect(read('docs/migrate.md').match(/^## Move from /gm)?.length).toBeGreaterThanOrEqual(5);
});
