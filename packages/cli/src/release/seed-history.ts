import type { Release } from '@slipway/emulated-github/model';
import { compareVersions } from '@slipway/python/version/compare-versions';
import { formatVersion, isPrerelease } from '@slipway/python/version/format-version';
import { readProjectTags } from '@slipway/tags/project-tags';
import { expectImageTags } from '../expectations/expect-image-tags.ts';
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
  /** Of the package that is released; undefined for the project of the whole repository. */
  readonly folder?: string | undefined;
  /** The tag that is released now. */
  readonly except: string | undefined;
  /** Names of the images, below the registry. */
  readonly images: readonly string[];
}

/**
 * Gives the world what the releases before left in it: every release by its tag has one on GitHub, and the highest
 * one is on PyPI and has its image under its tags. So a rehearsal sees what must not be touched, what has to move, and which
 * release is shown first.
 */
export async function seedHistory(
  git: Git,
  { repository, pypi, registry }: HostedProject,
  { name, folder, except, images }: History,
): Promise<void> {
  const format = '%(refname:strip=2)%00%(creatordate:unix)';
  const listed = await git.read(repository.gitDirectory, ['for-each-ref', `--format=${format}`, 'refs/tags']);
  const times = new Map(
    listed.split('\n').map((line): [string, number] => {
      const [tag = '', seconds = '0'] = line.split('\0');
      return [tag, Number(seconds) * 1000];
    }),
  );
  const tags = [...times.keys()].map((tag) => ({ name: tag }));
  const { releases } = readProjectTags({ tags, name: name === '' ? undefined : name, package: folder });
  const known = releases
    .filter((release) => release.name !== except)
    .map(({ name: tag, version }) => ({ tag, version, atMs: times.get(tag) ?? 0 }))
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
  const imageTags = expectImageTags(highest.version, [], false);
  for (const image of images)
    await registry.addImage(image, { repository: repository.fullName, version, tags: imageTags });
  if (name === '') return;
  const file = `${name.toLowerCase().replaceAll(/[-_.]+/g, '_')}-${version}.tar.gz`;
  await pypi.addExistingFile(
    name,
    version,
    file,
    Buffer.from(`${file}: a release before the rehearsed one\n`),
  );
}
