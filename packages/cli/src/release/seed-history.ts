import type { Release } from '@slipway/emulated-github/model';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { expectImageTags } from '../expectations/expect-image-tags.ts';
import { readTag } from '../expectations/plan-version.ts';
import type { Git } from '../machine/git.ts';
import type { HostedProject } from './hosted-project.ts';

// Below every number that the emulated GitHub gives.
const firstReleaseId = 1000;
// What GitHub lists of a repository at most.
const maxReleases = 1000;

/** Which past a project has. */
export interface History {
  /** Of the distribution; empty when it is not known. */
  readonly name: string;
  /** The tag that is released now. */
  readonly except: string | undefined;
  /** Names of the images, below the registry. */
  readonly images: readonly string[];
}

/**
 * Gives the world what the releases before left in it: every tag that names a version has its release on GitHub, and the highest
 * one is on PyPI and has its image under its tags. So a rehearsal sees what must not be touched, what has to move, and which
 * release is shown first.
 */
export async function seedHistory(
  git: Git,
  { repository, pypi, registry }: HostedProject,
  { name, except, images }: History,
): Promise<void> {
  const format = '%(refname:strip=2)%00%(creatordate:unix)';
  const listed = await git.read(repository.gitDirectory, ['for-each-ref', `--format=${format}`, 'refs/tags']);
  const known = listed
    .split('\n')
    .map((line) => line.split('\0'))
    .flatMap(([tag = '', seconds = '0']) => {
      const version = readTag(tag)?.version;
      return version === undefined || tag === except ? [] : [{ tag, version, atMs: Number(seconds) * 1000 }];
    })
    .sort((left, right) => left.atMs - right.atMs)
    .slice(-maxReleases);
  for (const [index, { tag, version, atMs }] of known.entries()) {
    const release: Release = {
      ...{
        id: firstReleaseId + index,
        tagName: tag,
        targetCommitish: repository.defaultBranch,
        name: tag,
        body: '',
      },
      ...{
        draft: false,
        prerelease: isPrerelease(version),
        immutable: false,
        untaggedName: '',
        author: repository.owner,
      },
      ...{ createdAtMs: atMs, updatedAtMs: atMs, publishedAtMs: atMs, discussionCategory: null, assets: [] },
    };
    repository.releases.push(release);
  }
  const stable = known.filter(({ version }) => !isPrerelease(version) && version.local.length === 0);
  const [highest] = stable.sort((left, right) => compareVersions(right.version, left.version));
  if (highest === undefined) return;
  const version = formatVersion(highest.version);
  const tags = expectImageTags(highest.version, [], false);
  for (const image of images)
    await registry.addImage(image, { repository: repository.fullName, version, tags });
  if (name === '') return;
  const file = `${name.toLowerCase().replaceAll(/[-_.]+/g, '_')}-${version}.tar.gz`;
  await pypi.addExistingFile(
    name,
    version,
    file,
    Buffer.from(`${file}: a release before the rehearsed one\n`),
  );
}
